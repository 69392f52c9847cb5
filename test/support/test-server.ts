import { readdir, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMigrations } from 'bullmq';
import { migrate } from '../../src/db/migrate.ts';
import { createPool } from '../../src/db/pool.ts';
import { EmbeddedPostgresError } from '../../src/embedded/embedded-postgres-error.ts';
import { startEmbeddedPostgres } from '../../src/embedded/start-embedded-postgres.ts';
import { silentLog } from './silent-log.ts';

export interface TestServer {
  readonly adminUrl: string;
  /** A migrated database that nobody may connect to, so that it can always be copied. */
  readonly template: string;
  close(): Promise<void>;
}

const prefix = 'flotilla-test-postgres-';

/** One fast server per test run, or TEST_DATABASE_URL, with a migrated template. */
export async function startTestServer(): Promise<TestServer> {
  const template = `flotilla_template_${process.pid}`;
  const given = process.env['TEST_DATABASE_URL'];
  if (given) {
    const admin = createPool(given, { log: silentLog, max: 1 });
    await makeTemplate(given, template);
    return {
      adminUrl: given,
      template,
      async close() {
        await admin.query(`alter database ${template} is_template false`);
        await admin.query(`drop database ${template} with (force)`);
        await admin.end();
      },
    };
  }
  await removeLeftovers();
  const dataDir = join(await folder(), `${prefix}${process.pid}`);
  const server = await startEmbeddedPostgres({ dataDir, log: silentLog, fast: true });
  await makeTemplate(server.url, template);
  return {
    adminUrl: server.url,
    template,
    async close() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function makeTemplate(adminUrl: string, template: string): Promise<void> {
  const admin = createPool(adminUrl, { log: silentLog, max: 1 });
  await admin.query(`drop database if exists ${template} with (force)`);
  await admin.query(`create database ${template}`);
  const url = new URL(adminUrl);
  url.pathname = `/${template}`;
  const pool = createPool(url.href, { log: silentLog, max: 1 });
  await migrate(pool);
  // Making BullMQ's schema takes longer than copying the database with it.
  const client = await pool.connect();
  await runMigrations(client, 'bullmq');
  client.release();
  await pool.end();
  await admin.query(`alter database ${template} allow_connections false is_template true`);
  await admin.end();
}

/** In memory where there is much of it: every world has a database of its own, and copying them is a fifth of all work. */
async function folder(): Promise<string> {
  const memory = await statfs('/dev/shm').catch(() => null);
  return memory && memory.bavail * memory.bsize > 4 * 1024 ** 3 ? '/dev/shm' : tmpdir();
}

/** What test runs that were killed left behind. */
async function removeLeftovers(): Promise<void> {
  const place = await folder();
  for (const name of await readdir(place)) {
    if (!name.startsWith(prefix) || lives(Number(name.slice(prefix.length)))) continue;
    const dataDir = join(place, name);
    try {
      const server = await startEmbeddedPostgres({ dataDir, log: silentLog, fast: true });
      await server.stop();
    } catch (error) {
      // It was killed before its cluster was whole, or another run is removing it as well: nothing can run there.
      if (!(error instanceof EmbeddedPostgresError)) throw error;
    }
    await rm(dataDir, { recursive: true, force: true });
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
