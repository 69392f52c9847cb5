import type pg from 'pg';
import { EMPTY_LEDGER, type Ledger } from '../core/budget/ledger.ts';
import type { Log } from '../ports.ts';
import { one, run } from './sql.ts';
import { runTransaction } from './transaction.ts';

/** Where every process hears of pauses: `<installation> <milliseconds>`. */
export const PAUSES = 'flotilla_pauses';

export interface Change<T> {
  readonly ledger: Ledger;
  readonly answer: T;
  /** Milliseconds of a pause that every process is told of. */
  readonly tell?: number;
}

/**
 * Changes an installation's ledger under the lock of its row. `now` is the database's clock, read after the lock was
 * had. Four round trips, which a lease of several calls shares.
 */
export function changeLedger<T>(
  pool: pg.Pool,
  log: Log,
  installationId: number,
  change: (ledger: Ledger, now: number) => Change<T>,
): Promise<T> {
  return runTransaction(pool, { log, ring: async () => {} }, async (client) => {
    const row = await one<{ ledger: Partial<Ledger>; now: number }>(
      client,
      `insert into api_budgets as known (installation_id) values ($1::bigint)
       on conflict (installation_id) do update set ledger = known.ledger
       returning ledger, (1000 * extract(epoch from clock_timestamp()))::bigint as now`,
      [installationId],
      'an upsert returns its row',
    );
    const { ledger, answer, tell } = change({ ...EMPTY_LEDGER, ...row.ledger }, row.now);
    await run(client, 'update api_budgets set ledger = $2::jsonb where installation_id = $1::bigint', [
      installationId,
      JSON.stringify(ledger),
    ]);
    if (tell !== undefined) {
      const payload = `${installationId} ${Math.ceil(tell)}`;
      await run(client, 'select pg_notify($1::text, $2::text)', [PAUSES, payload]);
    }
    return answer;
  });
}
