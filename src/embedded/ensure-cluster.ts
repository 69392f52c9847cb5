import { readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Log } from '../ports.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { isRunning } from './is-running.ts';
import { runProgram } from './run-program.ts';
import type { ServerAccount } from './server-account.ts';
import type { ServerBinaries } from './server-binaries.ts';

const thisProcess = `${process.pid}-${randomUUID().slice(0, 8)}`;

export interface ClusterPlace {
  readonly folder: string;
  readonly passwordFile: string;
  readonly account: ServerAccount | null;
  readonly binaries: ServerBinaries;
  readonly log: Log;
}

/**
 * The cluster with its database `flotilla`. It is built in a folder of its own and renamed when complete, so a crash
 * leaves a draft that the next start removes, and of two starters at once one wins and the other uses its cluster.
 */
export async function ensureCluster(place: ClusterPlace): Promise<string> {
  const cluster = join(place.folder, 'cluster');
  await removeDrafts(place.folder);
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version !== null) {
    if (version.trim() === place.binaries.major) return cluster;
    throw new EmbeddedPostgresError(
      `${cluster} was made by PostgreSQL ${version.trim()}, Flotilla now ships ${place.binaries.major}. ` +
        'Move the data with pg_dump and pg_restore, or set DATABASE_URL.',
    );
  }
  if (await stat(cluster).catch(() => null)) {
    const aside = join(place.folder, `broken-${randomUUID()}`);
    place.log.warn({ aside }, 'the data folder is not a complete database, it is moved aside');
    await rename(cluster, aside);
  }
  return build(cluster, place);
}

async function build(cluster: string, place: ClusterPlace): Promise<string> {
  const { account, binaries } = place;
  const draft = join(place.folder, `draft-${thisProcess}-${randomUUID().slice(0, 8)}`);
  const steps = [
    [
      binaries.initdb,
      [
        '-D',
        draft,
        '-U',
        'postgres',
        '--auth=scram-sha-256',
        `--pwfile=${place.passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
      ],
      '',
    ],
    [
      binaries.postgres,
      ['--single', '-D', draft, '-c', 'log_checkpoints=off', 'postgres'],
      'create database flotilla\n',
    ],
  ] as const;
  for (const [program, args, input] of steps) {
    const { code, output } = await runProgram(program, args, { account, cwd: place.folder, input });
    if (code === 0 && !/^.*(ERROR|FATAL):/m.test(output)) continue;
    await rm(draft, { recursive: true, force: true });
    throw new EmbeddedPostgresError(
      `A database could not be made in ${place.folder}: ${output} Free some space or set DATABASE_URL.`,
    );
  }
  await rename(draft, cluster).catch(async (error: NodeJS.ErrnoException) => {
    await rm(draft, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  return cluster;
}

/** Drafts of processes that are gone. In a container everybody is process 1, so the process's own name counts too. */
async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /^draft-(\d+)-/.exec(name)?.[1];
    if (!pid || name.startsWith(`draft-${thisProcess}`)) continue;
    if (Number(pid) !== process.pid && isRunning(Number(pid))) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}
