import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Null: tests that need Redis are skipped. */
    readonly redisUrl: string | null;
  }
}

/**
 * Gives the tests a Redis: `TEST_REDIS_URL`, else a server of their own when `redis-server` is installed. Otherwise the
 * tests that need one are skipped, and their names say why.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['TEST_REDIS_URL'];
  if (given !== undefined && given !== '') {
    project.provide('redisUrl', given);
    return undefined;
  }
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    project.provide('redisUrl', null);
    return undefined;
  }
  const server = await startRedis();
  project.provide('redisUrl', server.url);
  return () => server.stop();
}

export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** Ends it, by its own process id. */
  stop(): Promise<void>;
}

/** A server with nothing in it, on a free loopback port or on the given one, keeping nothing on disk. */
export async function startRedis(port?: number): Promise<TestRedis> {
  const chosen = port ?? (await freePort());
  const server = spawn(
    'redis-server',
    // It writes nothing, so it needs no folder that would be left behind when a run is broken off.
    ['--port', String(chosen), '--bind', '127.0.0.1', '--dir', tmpdir()].concat([
      '--save',
      '',
      '--appendonly',
      'no',
      '--maxmemory-policy',
      'noeviction',
    ]),
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const abandon = (): void => void server.kill('SIGKILL');
  process.once('exit', abandon);
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let said = '';
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ready to accept connections')) resolve();
    });
    server.once('error', reject);
    void ended.then(() => reject(new Error(`redis-server ended at once: ${said.slice(-400)}`)));
  });
  return {
    url: `redis://127.0.0.1:${chosen}`,
    port: chosen,
    async stop() {
      process.off('exit', abandon);
      server.kill('SIGKILL');
      await ended;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
