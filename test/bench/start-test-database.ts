import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/embedded/start-embedded-postgres.ts';
import { silentLog } from '../support/silent-log.ts';

/**
 * An empty database that does not outlive the benchmark, also when that is interrupted. `fast`: it does not wait for the
 * disk, where that is not what is measured.
 */
export async function startTestDatabase({
  fast,
}: {
  readonly fast: boolean;
}): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-bench-'));
  const forget = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  const server = await startEmbeddedPostgres({ dataDir: folder, log: silentLog, fast }).catch(
    async (error: unknown) => {
      await forget();
      throw error;
    },
  );
  async function stop(): Promise<void> {
    for (const signal of SIGNALS) process.off(signal, onSignal);
    await server.stop();
    await forget();
  }
  function onSignal(): void {
    stop().then(
      () => process.exit(130),
      () => process.exit(1),
    );
  }
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return { url: server.url, stop };
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
