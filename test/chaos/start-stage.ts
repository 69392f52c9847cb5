import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { createPool } from '../../src/db/pool.ts';
import { startGitHub, type SimulatedGitHub } from '../github/start-github.ts';
import { silentLog } from '../support/silent-log.ts';
import type { ChaosOptions } from './chaos-options.ts';
import { startCrew, type Crew } from './crew/crew.ts';
import { createRandom, type Random } from './random.ts';
import { buildFlotilla } from './servers/build-flotilla.ts';
import { startPostgresServer, type PostgresServer } from './servers/postgres-server.ts';
import { startRedisServer, type RedisServer } from './servers/redis-server.ts';
import { watchRecovery, type Recovery } from './watch/recovery.ts';

/** Everything that is there before the first repository. */
export interface Stage {
  readonly options: ChaosOptions;
  readonly random: Random;
  readonly github: SimulatedGitHub;
  readonly postgres: PostgresServer;
  readonly redis: RedisServer;
  readonly crew: Crew;
  /** Our own connections, for looking. */
  readonly pool: Pool;
  readonly recovery: Recovery;
  /** Aborted when the run is to end. */
  readonly signal: AbortSignal;
}

/** Whoever gave `lend` calls what it was given, the last first, whatever happens. */
export async function startStage(
  options: ChaosOptions,
  signal: AbortSignal,
  lend: (close: () => Promise<unknown>) => void,
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-chaos-'));
  lend(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  // PostgreSQL does not run as root: whoever it runs as has to be let in.
  await chmod(folder, 0o755);
  if (options.logs !== null) await mkdir(options.logs, { recursive: true });
  const built = buildFlotilla(join(folder, 'flotilla'));
  built.catch(() => undefined);

  const postgres = await startPostgresServer(join(folder, 'postgres'));
  lend(() => postgres.stop());
  const redis = await startRedisServer();
  lend(() => redis.stop());
  const github = await startGitHub({ seed: options.seed });
  lend(() => github.close());
  // What GitHub itself does to deliveries, beside what becomes of them here.
  github.knobs.chaos({ drop: 0.01, double: 0.03, late: 0.03 });
  const entry = await built;
  signal.throwIfAborted();
  const crew = await startCrew({
    entry,
    folder,
    githubUrl: github.url,
    logs: options.logs,
    env: {
      PATH: process.env['PATH'] ?? '',
      APP_ID: String(github.appId),
      PRIVATE_KEY: github.privateKey,
      WEBHOOK_SECRET: github.webhookSecret,
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      LOG_LEVEL: 'info',
    },
    lend,
  });
  github.webhookUrl = `${crew.front.url}/api/github/webhooks`;
  const pool = createPool(postgres.url, { log: silentLog, max: 4, applicationName: 'flotilla-chaos' });
  lend(() => pool.end());
  const recovery = watchRecovery(pool, signal);
  return {
    options,
    random: createRandom(options.seed),
    github,
    postgres,
    redis,
    crew,
    pool,
    recovery,
    signal,
  };
}
