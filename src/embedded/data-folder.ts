import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Log } from '../ports.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { mayEnter } from './may-enter.ts';
import type { ServerAccount } from './server-account.ts';

/** The folder that keeps everything of the embedded server, made if absent and owned by the server's account. */
export async function dataFolder(
  wanted: string | undefined,
  account: ServerAccount | null,
  log: Log,
): Promise<string> {
  const folder = resolve(wanted ?? join('.data', 'postgres'));
  if (await mayEnter(await nearestExisting(folder), account)) return ownOrExplain(folder, account);
  if (wanted !== undefined) {
    throw new EmbeddedPostgresError(
      `The user that runs PostgreSQL cannot reach ${folder}. Name a folder outside of private home folders.`,
    );
  }
  const id = createHash('sha256').update(process.cwd()).digest('hex').slice(0, 12);
  const elsewhere = join('/var/lib/flotilla', id);
  log.info({ folder: elsewhere }, 'the working folder is closed to PostgreSQL, data is kept elsewhere');
  return ownOrExplain(elsewhere, account);
}

/** The closest folder at or above `path` that the account must be able to pass; its own data folder is made later. */
async function nearestExisting(path: string): Promise<string> {
  const parent = dirname(path);
  return (await stat(parent).catch(() => null)) ? parent : nearestExisting(parent);
}

async function ownOrExplain(folder: string, account: ServerAccount | null): Promise<string> {
  try {
    return await own(folder, account);
  } catch (error) {
    if (!(error instanceof Error) || error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError(
      `PostgreSQL's data folder ${folder} cannot be used (${error.message}). ` +
        'Give it to the user that runs Flotilla, name another folder, or set DATABASE_URL.',
    );
  }
}

async function own(folder: string, account: ServerAccount | null): Promise<string> {
  const made = await mkdir(folder, { recursive: true, mode: 0o755 });
  const inside = await readdir(folder);
  if (inside.length > 0 && !inside.some((name) => name.startsWith('password'))) {
    throw new EmbeddedPostgresError(
      `${folder} holds something else: name an empty folder for PostgreSQL's data.`,
    );
  }
  if (account) {
    if (made) await open(made, dirname(folder));
    await chown(folder, account.uid, account.gid);
  }
  await chmod(folder, 0o700);
  return folder;
}

/** A strict umask must not close the folders that were made on the way, from `first` to `last`. */
async function open(first: string, last: string): Promise<void> {
  if (last.length < first.length) return;
  await chmod(last, 0o755);
  await open(first, dirname(last));
}
