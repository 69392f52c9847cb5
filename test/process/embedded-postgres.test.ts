import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { serves } from '../../src/embedded/running-server.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/embedded/start-embedded-postgres.ts';
import { silentLog } from '../support/silent-log.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'flotilla-embedded-'));
});
afterEach(async () => {
  const left = await serverPid(dataDir);
  if (await lives(left)) throw new Error(`the server ${left} was left running`);
  await rm(dataDir, { recursive: true, force: true });
});

it('keeps its data and its port over a restart, and leaves no process', async () => {
  const first = await start();
  await query(first.url, 'create table kept (id int)');
  const pid = await serverPid(dataDir);
  await first.stop();
  expect(await lives(pid)).toBe(false);

  const second = await start();
  expect(await query(second.url, 'select count(*)::int as n from kept')).toEqual([{ n: 0 }]);
  expect(second.port).toBe(first.port);
  await second.stop();
});

it('keeps the password to itself and listens on the loopback address only', async () => {
  const server = await start();
  expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
  expect(await query(server.url, `select current_setting('listen_addresses') as at`)).toEqual([
    { at: '127.0.0.1' },
  ]);
  const wrong = new URL(server.url);
  wrong.password = 'guess';
  await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
  await server.stop();
});

it('adopts the server that outlived its killed parent', async () => {
  const parent = await startParent(dataDir);
  const pid = await serverPid(dataDir);
  parent.process.kill('SIGKILL');
  await once(parent.process, 'exit');
  expect(await lives(pid)).toBe(true);

  const server = await start();
  expect(server.port).toBe(parent.port);
  expect(await serverPid(dataDir)).toBe(pid);
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await server.stop();
  expect(await lives(pid)).toBe(false);
});

it('loses nothing that was committed when the server is killed too', async () => {
  const first = await startEmbeddedPostgres({ dataDir, log: silentLog });
  await query(first.url, 'create table kept (id int)');
  const pid = await serverPid(dataDir);
  process.kill(pid ?? 0, 'SIGKILL');
  await vi.waitUntil(async () => !(await lives(pid)), { timeout: 5_000, interval: 10 });
  await first.stop();

  const second = await start();
  expect(await query(second.url, 'select count(*)::int as n from kept')).toEqual([{ n: 0 }]);
  await second.stop();
});

it('gives two starters at once one server, which the last of them stops', async () => {
  const [one, two, three] = await Promise.all([startParent(dataDir), startParent(dataDir), start()]);
  const pid = await serverPid(dataDir);
  expect([one.port, two.port]).toEqual([three.port, three.port]);
  for (const parent of [one, two]) {
    parent.process.kill('SIGTERM');
    await once(parent.process, 'exit');
    expect(await query(three.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  }
  await three.stop();
  expect(await lives(pid)).toBe(false);
});

it('starts over when the making of the database was cut off', async () => {
  await (await start()).stop();
  await rm(join(dataDir, 'cluster'), { recursive: true });
  await mkdir(join(dataDir, 'cluster', 'base'), { recursive: true });
  await mkdir(join(dataDir, 'draft-999999999-dead', 'base'), { recursive: true });

  const server = await start();
  expect(await query(server.url, 'select current_database() as name')).toEqual([{ name: 'flotilla' }]);
  expect((await readdir(dataDir)).filter((name) => name.startsWith('draft'))).toEqual([]);
  await server.stop();
});

it('believes no pid file that names somebody else', async () => {
  await (await start()).stop();
  await writeFile(
    join(dataDir, 'cluster', 'postmaster.pid'),
    `${process.ppid}\n${dataDir}/cluster\n1\n1\n\n\n\nready\n`,
  );
  const server = await start();
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await server.stop();
});

it('takes another port when its own is taken', async () => {
  const first = await start();
  await first.stop();
  const squatter = createServer().listen(first.port, '127.0.0.1');
  onTestFinished(() => void squatter.close());
  await once(squatter, 'listening');
  const second = await start();
  expect(second.port).not.toBe(first.port);
  await second.stop();
});

it('leaves a folder alone that holds something else', async () => {
  await writeFile(join(dataDir, 'thesis.txt'), 'years of work');
  await expect(start()).rejects.toThrow('holds something else: name an empty folder');
});

it('says what to do where there is no such server', async () => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue('aix');
  onTestFinished(() => void vi.restoreAllMocks());
  await expect(start()).rejects.toThrow(/There is no embedded PostgreSQL for aix-.*Set DATABASE_URL/);
});

it('says what to do when the data is of another PostgreSQL', async () => {
  await (await start()).stop();
  await writeFile(join(dataDir, 'cluster', 'PG_VERSION'), '12\n');
  await expect(start()).rejects.toThrow(/was made by PostgreSQL 12, Flotilla now ships \d+/);
});

function start(): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, log: silentLog, fast: true });
}

async function startParent(folder: string): Promise<{ process: ChildProcess; port: number }> {
  const program = new URL('../support/embedded-parent.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line]: unknown[] = await once(child.stdout, 'data');
  return { process: child, port: Number(String(line)) };
}

async function serverPid(folder: string): Promise<number | null> {
  const text = await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8').catch(() => '');
  return text ? Number.parseInt(text, 10) : null;
}

/** A process that has ended but was not waited for yet counts as gone. */
async function lives(pid: number | null): Promise<boolean> {
  return pid !== null && serves(pid, join(dataDir, 'cluster'));
}

async function query(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
