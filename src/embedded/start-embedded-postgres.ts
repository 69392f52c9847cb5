import type { Log } from '../ports.ts';
import { dataFolder } from './data-folder.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { ensureCluster } from './ensure-cluster.ts';
import { launchServer } from './launch-server.ts';
import { runningServer, serves, type RunningServer } from './running-server.ts';
import { serverAccount } from './server-account.ts';
import { serverBinaries } from './server-binaries.ts';
import { serverPassword } from './server-password.ts';
import { useServer } from './server-users.ts';
import { waitUntil } from './wait-until.ts';

export interface EmbeddedPostgres {
  /** Superuser, database `flotilla`, loopback only. Holds the password: never log it. */
  readonly url: string;
  readonly port: number;
  /** Stops the server unless another process uses it too. Open connections are cut, committed work is kept. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Default: `.data/postgres` in the working folder, or under /var/lib/flotilla where that is closed to the server. */
  readonly dataDir?: string;
  readonly log: Log;
  /** For tests: nothing is flushed to disk. */
  readonly fast?: boolean;
}

/**
 * A real PostgreSQL in a persistent folder. A server that outlived its killed parent is adopted as it is; throws
 * `EmbeddedPostgresError` with a sentence for the operator when there can be none here.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log, fast = false } = options;
  const account = await serverAccount();
  const binaries = await serverBinaries(account);
  const folder = await dataFolder(options.dataDir, account, log);
  const { file: passwordFile, password } = await serverPassword(folder, account);
  const place = { folder, passwordFile, account, binaries, log };
  const user = await useServer(folder);
  try {
    const cluster = await ensureCluster(place);
    const adopted = await adopt(cluster);
    const server = adopted ?? (await launchServer(cluster, { ...place, fast }));
    log.info({ folder, port: server.port, adopted: adopted !== null }, 'embedded PostgreSQL is ready');
    const stop = async () => {
      if (await user.leave()) await stopServer(server, cluster);
    };
    let stopping: Promise<void> | undefined;
    return {
      url: `postgres://postgres:${password}@127.0.0.1:${server.port}/flotilla`,
      port: server.port,
      stop: () => (stopping ??= stop()),
    };
  } catch (error) {
    await user.leave();
    throw error;
  }
}

/** The ready server on this cluster. One that is starting or stopping is waited for. */
async function adopt(cluster: string): Promise<RunningServer | null> {
  await waitUntil(async () => (await runningServer(cluster))?.ready !== false, 30_000);
  return runningServer(cluster);
}

/** SIGINT is PostgreSQL's fast shutdown; SIGQUIT, after which it recovers from its log, is for one that hangs. */
async function stopServer(server: RunningServer, cluster: string): Promise<void> {
  const gone = async () => !(await serves(server.pid, cluster));
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (await gone()) return;
    process.kill(server.pid, signal);
    if (await waitUntil(gone, 10_000)) return;
  }
  throw new EmbeddedPostgresError(`PostgreSQL (process ${server.pid}) does not stop.`);
}
