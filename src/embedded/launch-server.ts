import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import type { ClusterPlace } from './ensure-cluster.ts';
import { freePort } from './free-port.ts';
import { removeStalePidFile, runningServer, type RunningServer } from './running-server.ts';
import { waitUntil } from './wait-until.ts';

/** For tests: a crash may cost the last second of commits, a power failure all. */
const fastSettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];

/** Starts a server on `cluster`, or returns the one that another starter was quicker to start. */
export async function launchServer(
  cluster: string,
  place: ClusterPlace & { readonly fast: boolean },
): Promise<RunningServer> {
  const remembered = join(place.folder, 'port');
  let wanted = Number(await readFile(remembered, 'utf8').catch(() => '0'));
  for (let attempt = 1; ; attempt++) {
    await removeStalePidFile(cluster);
    const port = await freePort(wanted);
    const trouble = await launch(cluster, port, place);
    const server = await runningServer(cluster);
    if (server?.ready) {
      await writeFile(remembered, String(server.port));
      return server;
    }
    // Somebody took the port between asking and binding, or a starter beside us is on its way down.
    if (attempt < 3 && (server || /could not bind|lock file/.test(trouble))) wanted = 0;
    else throw new EmbeddedPostgresError(`PostgreSQL did not start in ${place.folder}: ${trouble}`);
  }
}

/** Resolves once the cluster has a ready server, or with what the server said when it gave up. */
async function launch(
  cluster: string,
  port: number,
  place: ClusterPlace & { readonly fast: boolean },
): Promise<string> {
  const logFile = join(place.folder, 'server.log');
  const log = openSync(logFile, sizeOf(logFile) > 1_000_000 ? 'w' : 'a', 0o600);
  const before = sizeOf(logFile);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'log_checkpoints=off',
    'timezone=UTC',
    ...(place.fast ? fastSettings : []),
  ];
  const args = ['-D', cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  // A session of its own: Ctrl-C in a terminal is for us, and we stop the server after our own last write.
  const child = spawn(place.binaries.postgres, args, {
    ...place.account,
    cwd: place.folder,
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  let ended: string | null = null;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', () => (ended ??= ''));
  const settled = async () => ended !== null || (await runningServer(cluster))?.ready === true;
  const inTime = await waitUntil(settled, 60_000);
  // A loser waits for the winner, whose server may need a moment more.
  if (ended !== null) await waitUntil(async () => (await runningServer(cluster))?.ready !== false, 30_000);
  if (!inTime) child.kill('SIGQUIT');
  return inTime
    ? `${ended ?? ''} ${readFileSync(logFile).subarray(before).toString().trim()}`.trim()
    : 'not ready after 60 s';
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
