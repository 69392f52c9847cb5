import type { DatabaseAnswer, SchemaFacts } from '../core/doctor/facts.ts';
import type { Clock, Log } from '../ports.ts';
import { MigrationError, missingMigrations } from './migrate.ts';
import { createPool } from './pool.ts';
import { databaseTrouble } from './reach-database.ts';
import { one } from './sql.ts';

interface Row {
  readonly version: number;
  readonly now: Date;
}

/** What a PostgreSQL is and what it holds. Nothing is changed. */
export async function lookAtDatabase(url: string, clock: Clock, log: Log): Promise<DatabaseAnswer> {
  const pool = createPool(url, { log, max: 1 });
  try {
    // Connecting takes a while, which is none of the clock's.
    await pool.query('select 1');
    const asked = clock.now().getTime();
    const { version, now } = await one<Row>(
      pool,
      `select current_setting('server_version_num')::integer as version, clock_timestamp() as now`,
      [],
      'a server has a version',
    );
    const between = (asked + clock.now().getTime()) / 2;
    const schema = await schemaOf(pool);
    return { kind: 'there', version, aheadMs: between - now.getTime(), schema };
  } catch (error) {
    return { kind: 'away', trouble: databaseTrouble(url, error) };
  } finally {
    await pool.end();
  }
}

async function schemaOf(pool: Parameters<typeof missingMigrations>[0]): Promise<SchemaFacts> {
  try {
    const missing = await missingMigrations(pool);
    if (missing === null) return { kind: 'empty' };
    return missing.length === 0 ? { kind: 'current' } : { kind: 'behind', missing };
  } catch (error) {
    if (error instanceof MigrationError) return { kind: 'other', said: error.message };
    throw error;
  }
}
