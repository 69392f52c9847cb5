import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pool, PoolClient } from 'pg';
import { CannotStart } from '../ports.ts';

/** The database and this program do not fit together; the message says how and what to do. */
export class MigrationError extends CannotStart {
  override readonly name = 'MigrationError';
}

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

const LEDGER = `create table if not exists schema_migrations (
  version    integer primary key,
  name       text not null,
  checksum   text not null,
  applied_at timestamptz not null default now()
)`;

/** Two levels up both from src/db and from dist/db. */
const ourMigrations = fileURLToPath(new URL('../../db/migrations', import.meta.url));

/**
 * Brings the schema forward, one transaction per file, under an advisory lock, so that several processes may start at
 * once. Returns the names of what was applied. Throws `MigrationError` when the database is ahead or tells another story.
 */
export async function migrate(pool: Pool, folder: string = ourMigrations): Promise<readonly string[]> {
  const migrations = await readMigrations(folder);
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    const applied: string[] = [];
    const pending = await locked(client, async () => {
      await client.query(LEDGER);
      return pendingOf(client, migrations);
    });
    for (const migration of pending) {
      if (await locked(client, () => apply(client, migrations, migration))) applied.push(migration.name);
    }
    return applied;
  } finally {
    // Closed, not returned: its settings, and a lock after an error, go with it.
    client.release(true);
  }
}

/** For those who only read: throws `MigrationError` where the schema is not this program's, and changes nothing. */
export async function requireCurrentSchema(pool: Pool): Promise<void> {
  const missing = await missingMigrations(pool);
  if (missing === null)
    throw new MigrationError('This database holds nothing of Flotilla. Correct DATABASE_URL, or DATA_DIR.');
  if (missing.length > 0) {
    throw new MigrationError(
      'The database was last used by an older version of Flotilla. Start this one once, which brings it forward.',
    );
  }
}

/**
 * The names of the migrations that a database lacks; null: it never had one. Throws `MigrationError` when the database
 * is ahead or tells another story.
 */
export async function missingMigrations(pool: Pool): Promise<readonly string[] | null> {
  const { rows } = await pool.query<{ made: string | null }>(
    `select to_regclass('schema_migrations')::text as made`,
  );
  if (rows[0]?.made == null) return null;
  const pending = await pendingOf(pool, await readMigrations(ourMigrations));
  return pending.map(({ name }) => name);
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  const migrations = await Promise.all(
    names.map(async (name) => {
      const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      const checksum = createHash('sha256').update(sql).digest('hex');
      return { version: Number.parseInt(name, 10), name, sql, checksum };
    }),
  );
  const odd = migrations.find((migration, index) => migration.version !== index + 1);
  if (odd)
    throw new MigrationError(`Migrations are numbered from 0001 without gaps; ${odd.name} is out of line.`);
  return migrations;
}

async function locked<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    await client.query(`select pg_advisory_xact_lock(hashtext('flotilla migrations'))`);
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** What is still to do, after comparing what was done with what we know. */
async function pendingOf(
  client: Pick<PoolClient, 'query'>,
  known: readonly Migration[],
): Promise<readonly Migration[]> {
  const { rows } = await client.query<{ version: number; name: string; checksum: string }>(
    'select version, name, checksum from schema_migrations order by version',
  );
  for (const row of rows) {
    const ours = known[row.version - 1];
    if (!ours) {
      throw new MigrationError(
        `The database has migration ${row.name}, which this version of Flotilla does not know: it was used by a newer one. ` +
          'Start that version, or restore a backup from before.',
      );
    }
    if (ours.checksum !== row.checksum) {
      throw new MigrationError(
        `Migration ${ours.name} has changed since it was applied to this database. ` +
          'Put its old text back and write a new migration for the change.',
      );
    }
  }
  return known.slice(rows.length);
}

/** False: a process that started beside us was quicker. */
async function apply(
  client: PoolClient,
  known: readonly Migration[],
  migration: Migration,
): Promise<boolean> {
  if (!(await pendingOf(client, known)).includes(migration)) return false;
  await client.query(migration.sql);
  await client.query(
    'insert into schema_migrations (version, name, checksum) values ($1::int, $2::text, $3::text)',
    [migration.version, migration.name, migration.checksum],
  );
  return true;
}
