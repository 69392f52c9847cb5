import { expect, it, onTestFinished } from 'vitest';
import { createMigrateSession } from '../../src/app/create-migrate-session.ts';
import { migrateCommand } from '../../src/cli/migrate-command.ts';
import { createDatabase } from '../support/database.ts';
import { recordingTerminal } from '../support/recording-terminal.ts';
import { silentLog } from '../support/silent-log.ts';

async function migrated(url: string, ...options: readonly string[]) {
  const { terminal, said } = recordingTerminal();
  const command = migrateCommand({ terminal, connect: () => createMigrateSession(url, silentLog) });
  await command.parseAsync(options, { from: 'user' });
  return said();
}

it('brings an empty database up to date, once, and says what it did', async () => {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  await database.pool.query('drop schema public cascade; create schema public');
  const first = await migrated(database.url);
  expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^Done: 0001_\w+.*\.$/) });
  expect(await migrated(database.url)).toEqual({ code: 0, out: 'The database is up to date.', err: '' });
  expect((await migrated(database.url, '--json')).out).toBe('{"ok":true,"migrated":[]}');
});

it('says why it could not', async () => {
  const { code, err } = await migrated('postgres://nobody@127.0.0.1:1/nothing');
  expect([code, err]).toEqual([1, expect.stringContaining('127.0.0.1:1')]);
});
