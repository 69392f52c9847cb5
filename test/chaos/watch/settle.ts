import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { SimulatedGitHub } from '../../github/start-github.ts';
import { askDatabase } from './ask-database.ts';

interface Left {
  readonly [what: string]: number;
}

const DEADLINE_MS = 300_000;

/**
 * Waits, after the last fault, until nothing is under way any more and Flotilla holds whatever GitHub ever sent. Answers
 * what is left when that does not come.
 */
export async function settle(
  { pool, github }: { readonly pool: Pool; readonly github: SimulatedGitHub },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    await github.idle();
    const left = await whatIsLeft(pool, github);
    const names = Object.entries(left).filter(([, count]) => count > 0);
    if (names.length === 0) return [];
    if (Date.now() > deadline)
      return names.map(([what, count]) => `${DEADLINE_MS / 1000} s after the last fault: ${count} ${what}`);
    await pause(200, undefined, { signal });
  }
}

/** GitHub's log is compared every three minutes, and what did not come is asked for ever more rarely: here, now. */
export async function askForMissing(pool: Pool): Promise<void> {
  await askDatabase(pool, 'update missed_deliveries set due_at = clock_timestamp()');
  await askDatabase(pool, "update sweeps set due_at = clock_timestamp() where name = 'deliveries'");
}

async function whatIsLeft(pool: Pool, github: SimulatedGitHub): Promise<Left> {
  const [counts] = await askDatabase<{ left: Left }>(
    pool,
    `select jsonb_build_object(
       'deliveries that are not handled', (select count(*) from deliveries where state = 'pending'),
       'effects that are not sent',
         (select count(*) from effects e join projects p on p.id = e.project_id
           where e.version > e.sent_version and not e.dead and p.state = 'active'),
       'entries that are in a lane',
         (select count(*) from merge_entries where state not in ('landed', 'ejected'))) as left`,
  );
  const guids = [...new Set(github.deliveries.map(({ guid }) => guid))];
  const [missing] = await askDatabase<{ count: number }>(
    pool,
    `select count(*)::integer as count
       from unnest($1::text[]) as sent (guid)
      where not exists (select from deliveries d where d.guid = sent.guid)`,
    [guids],
  );
  return { ...counts?.left, 'deliveries that never arrived': missing?.count ?? 0 };
}
