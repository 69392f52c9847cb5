import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../../src/embedded/start-embedded-postgres.ts';
import { silentLog } from '../../support/silent-log.ts';

export interface PostgresServer {
  readonly url: string;
  /** Stopped in order and started again: every connection is cut, nothing is lost. */
  restart(): Promise<void>;
  /** Ended as a crash ends it, and started again: it recovers from its log. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** A PostgreSQL with the durability that it has in production: what it acknowledged has to survive a crash. */
export async function startPostgresServer(dataDir: string): Promise<PostgresServer> {
  let server = await startEmbeddedPostgres({ dataDir, log: silentLog });
  const { url } = server;

  async function again(): Promise<void> {
    await server.stop();
    server = await startEmbeddedPostgres({ dataDir, log: silentLog });
    if (server.url !== url) throw new Error('PostgreSQL came back at another address.');
  }

  return {
    url,
    restart: again,
    async crash() {
      const [pid] = (await readFile(join(dataDir, 'cluster/postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGQUIT');
      await again();
    },
    stop: () => server.stop(),
  };
}
