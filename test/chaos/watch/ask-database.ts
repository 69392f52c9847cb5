import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, QueryResultRow } from 'pg';

/** For as long as PostgreSQL may be away in a run. */
const PATIENCE_MS = 60_000;

/** Asks until there is an answer: the program takes PostgreSQL away itself now and then. */
export async function askDatabase<Row extends QueryResultRow>(
  pool: Pool,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return (await pool.query<Row>(sql, [...values])).rows;
    } catch (error) {
      if (Date.now() > deadline || pool.ending) throw error;
      await pause(50);
    }
  }
}
