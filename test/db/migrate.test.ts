import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate, requireCurrentSchema } from '../../src/db/migrate.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await createDatabase();
  folder = await mkdtemp(join(tmpdir(), 'flotilla-migrations-'));
});
afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

it('has nothing to do on a migrated database', async () => {
  expect(await migrate(database.pool)).toEqual([]);
});

it('lets those who only read have a current schema, and changes no other', async () => {
  await requireCurrentSchema(database.pool);
  await database.pool.query(
    'delete from schema_migrations where version = (select max(version) from schema_migrations)',
  );
  await expect(requireCurrentSchema(database.pool)).rejects.toThrow('an older version of Flotilla');
  await empty(database.pool);
  await expect(requireCurrentSchema(database.pool)).rejects.toThrow('holds nothing of Flotilla');
  expect(await tables(database.pool)).toEqual([]);
});

it('applies new files in their order and remembers them', async () => {
  await empty(database.pool);
  await write({ '0001_one.sql': 'create table one (id int);' });
  expect(await migrate(database.pool, folder)).toEqual(['0001_one.sql']);
  await write({ '0002_two.sql': 'alter table one rename to two; insert into two values (1);' });
  expect(await migrate(database.pool, folder)).toEqual(['0002_two.sql']);
  expect((await database.pool.query('select * from two')).rows).toEqual([{ id: 1 }]);
});

it('leaves nothing of a file that fails, and keeps those before it', async () => {
  await empty(database.pool);
  await write({
    '0001_one.sql': 'create table one (id int);',
    '0002_two.sql': 'create table two (); select 1/0;',
  });
  await expect(migrate(database.pool, folder)).rejects.toThrow('division by zero');
  expect(await tables(database.pool)).toEqual(['one', 'schema_migrations']);
});

it('runs each file once though many processes start at once', async () => {
  await empty(database.pool);
  await write({
    '0001_one.sql': 'create table one (id int);',
    '0002_two.sql': 'insert into one values (1);',
  });
  const runs = await Promise.all(Array.from({ length: 5 }, () => migrate(database.pool, folder)));
  expect(runs.flat().toSorted()).toEqual(['0001_one.sql', '0002_two.sql']);
  expect((await database.pool.query('select * from one')).rows).toHaveLength(1);
});

it('refuses a schema that is newer than the program', async () => {
  await database.pool.query(`insert into schema_migrations values (999, '0999_later.sql', 'x')`);
  await expect(migrate(database.pool)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[MigrationError: The database has migration 0999_later.sql, which this version of Flotilla does not know: it was used by a newer one. Start that version, or restore a backup from before.]`,
  );
});

it('refuses a file that changed after it was applied', async () => {
  await empty(database.pool);
  await write({ '0001_one.sql': 'create table one (id int);' });
  await migrate(database.pool, folder);
  await write({ '0001_one.sql': 'create table one (id bigint);' });
  await expect(migrate(database.pool, folder)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[MigrationError: Migration 0001_one.sql has changed since it was applied to this database. Put its old text back and write a new migration for the change.]`,
  );
});

it('refuses files with a gap in their numbers', async () => {
  await write({ '0001_one.sql': '', '0003_three.sql': '' });
  await expect(migrate(database.pool, folder)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[MigrationError: Migrations are numbered from 0001 without gaps; 0003_three.sql is out of line.]`,
  );
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, sql] of Object.entries(files)) await writeFile(join(folder, name), sql);
}

async function empty(pool: Pool): Promise<void> {
  await pool.query('drop schema public cascade; create schema public');
}

async function tables(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  );
  return rows.map((row) => row.name);
}
