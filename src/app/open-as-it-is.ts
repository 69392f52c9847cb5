import { requireCurrentSchema } from '../db/migrate.ts';
import { createPool } from '../db/pool.ts';
import { reachDatabase } from '../db/reach-database.ts';
import type { Log } from '../ports.ts';

/** A database for one command, whose schema is as this program expects it, and stays so. Throws `CannotStart`. */
export async function openAsItIs(databaseUrl: string, log: Log): Promise<ReturnType<typeof createPool>> {
  const pool = createPool(databaseUrl, { log, max: 1 });
  await reachDatabase(pool, databaseUrl);
  try {
    await requireCurrentSchema(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return pool;
}
