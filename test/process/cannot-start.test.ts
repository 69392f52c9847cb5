import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, inject, it } from 'vitest';
import { freePort } from '../../src/embedded/free-port.ts';

const PRIVATE_KEY = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

/** The program as people start it; what it said last, and its exit code. */
function start(env: Readonly<Record<string, string>>): {
  readonly code: number | null;
  readonly said: string;
} {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: {
      PATH: process.env['PATH'],
      APP_ID: '1',
      PRIVATE_KEY,
      WEBHOOK_SECRET: 'a-long-enough-secret',
      LOG_LEVEL: 'silent',
      ...env,
    },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: status, said: stderr };
}

describe('a start that cannot go well ends with 1 and one sentence', () => {
  it('when PostgreSQL is away', async () => {
    const port = await freePort(0);

    expect(start({ DATABASE_URL: `postgres://flotilla:hunter2@127.0.0.1:${port}/flotilla` })).toEqual({
      code: 1,
      said: `Flotilla cannot start: PostgreSQL at 127.0.0.1:${port} does not answer (ECONNREFUSED); start it, or correct DATABASE_URL.\n`,
    });
  });

  it('when its database is not there', () => {
    const url = new URL(inject('postgresAdminUrl'));
    url.pathname = '/nowhere';

    expect(start({ DATABASE_URL: url.href })).toEqual({
      code: 1,
      said: `Flotilla cannot start: PostgreSQL at ${url.host} has no database "nowhere"; create it, or correct DATABASE_URL.\n`,
    });
  });

  it('when the address of Redis cannot be read', () => {
    const REDIS_URL = 'redis://:hunter%2@127.0.0.1:6379';

    expect(start({ DATABASE_URL: 'postgres://h/flotilla', REDIS_URL })).toEqual({
      code: 1,
      said: 'Flotilla cannot start:\n  - REDIS_URL: has a "%" in it that begins no escape; write "%25" for the sign itself.\n',
    });
  });
});
