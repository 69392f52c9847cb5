import { EMPTY_LEDGER, left, type Ledger, type Left } from '../core/budget/ledger.ts';
import type { Limits } from '../core/budget/limits.ts';
import { rows, type Sql } from './sql.ts';

/** What is left to each installation with a project at work, for all processes together. Takes nothing out. */
export async function budgetLevels(
  sql: Sql,
  limits: Limits,
): Promise<readonly (Left & { readonly installation: number })[]> {
  const found = await rows<{ installation: number; ledger: Partial<Ledger> | null; now: number }>(
    sql,
    `select p.installation_id as installation, b.ledger,
            (1000 * extract(epoch from clock_timestamp()))::bigint as now
       from (select distinct installation_id from projects where state = 'active') p
       left join api_budgets b on b.installation_id = p.installation_id
      order by p.installation_id`,
    [],
  );
  return found.map(({ installation, ledger, now }) => ({
    installation,
    ...left({ ...EMPTY_LEDGER, ...ledger }, now, limits),
  }));
}
