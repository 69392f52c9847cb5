import type { MigrateSession } from '../cli/migrate-command.ts';
import { migrate } from '../db/migrate.ts';
import { createPool } from '../db/pool.ts';
import { reachDatabase } from '../db/reach-database.ts';
import type { Log } from '../ports.ts';

/** The database whatever its schema is, for the command that brings it up to date. */
export async function createMigrateSession(databaseUrl: string, log: Log): Promise<MigrateSession> {
  const pool = createPool(databaseUrl, { log, max: 1 });
  await reachDatabase(pool, databaseUrl);
  return { migrate: () => migrate(pool), close: () => pool.end() };
}
