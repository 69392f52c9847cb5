import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/embedded/start-embedded-postgres.ts';
import { silentLog } from '../support/silent-log.ts';

/** An empty database that does not outlive the benchmark, and does not wait for the disk: it is not what is measured. */
export async function startTestDatabase(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-bench-'));
  const server = await startEmbeddedPostgres({ dataDir: folder, log: silentLog, fast: true });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
