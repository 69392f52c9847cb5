import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAuditSession } from '../../src/app/create-audit-session.ts';
import { auditCommand } from '../../src/cli/audit-command.ts';
import { recordingTerminal, type Said } from '../support/recording-terminal.ts';
import { silentLog } from '../support/silent-log.ts';
import { createFixture, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
let repository: string;
let databaseUrl: string;
let folder: string;
beforeAll(async () => {
  fixture = await createFixture();
  databaseUrl = String(fixture.pool.options.connectionString);
  folder = await mkdtemp(join(tmpdir(), 'flotilla-audit-'));
  const { id, owner, name } = await fixture.configured();
  repository = `${owner}/${name}`;
  await fixture.task(id, 14, { title: 'Write the parser' });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await fixture.close();
});

/** The program as people start it, with no more than a database. */
function flotilla(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Said> {
  const call = ['--import', 'tsx', 'src/main.ts', ...args];
  const options = { env: { PATH: process.env['PATH'], ...env }, timeout: 55_000 };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, call, options, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

/** The same command in this process, which costs no start. */
async function audit(...args: readonly string[]): Promise<Said> {
  const { terminal, said } = recordingTerminal();
  const connect = () => createAuditSession(databaseUrl, silentLog);
  await auditCommand({ terminal, connect }).parseAsync(args, { from: 'user' });
  return said();
}

it(
  'prints the trail of a task through the program, and needs no App for it',
  { timeout: 60_000 },
  async () => {
    const [json, nowhere] = await Promise.all([
      flotilla({ DATABASE_URL: databaseUrl }, 'audit', '14', '--repo', repository, '--json'),
      flotilla({ DATA_DIR: folder }, 'audit', '14'),
    ]);

    expect(json).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(json.out)).toMatchObject({ ok: true, repository, issue: 14, holds: [], entries: [] });
    expect(nowhere).toEqual({
      code: 1,
      out: '',
      err: `There is no database: ${join(folder, 'postgres')} holds none. Set DATABASE_URL, or the DATA_DIR that Flotilla was started with.\n`,
    });
  },
);

it('prints words for people, and says in a sentence why there is nothing', async () => {
  const words = await audit('#14');
  expect(words).toMatchObject({ code: 0, err: '' });
  expect(words.out).toContain(`${repository}#14: Write the parser`);
  expect(words.out).toContain('Held by: nobody so far');
  expect(await audit('15')).toEqual({
    code: 1,
    out: '',
    err: `${repository}#15 is no task: no such issue was ever seen in an epic.`,
  });
  expect(await audit('parser', '--json')).toEqual({
    code: 1,
    out: '{"ok":false,"problems":["A task is named by the number of its issue, as 14, not by \\"parser\\"."]}',
    err: '',
  });
  expect(await audit('14', '--repo', 'acme')).toMatchObject({
    code: 1,
    err: '--repo wants owner/name, not "acme".',
  });
});
