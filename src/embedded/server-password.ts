import { randomBytes, randomUUID } from 'node:crypto';
import { chown, link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerAccount } from './server-account.ts';

/** The superuser's password, made once per data folder and kept in a file that only the server's account reads. */
export async function serverPassword(
  folder: string,
  account: ServerAccount | null,
): Promise<{ readonly file: string; readonly password: string }> {
  const file = join(folder, 'password');
  if (!(await exists(file))) await create(file, account);
  return { file, password: (await readFile(file, 'utf8')).trim() };
}

async function exists(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    () => false,
  );
}

/** Linked into place whole: of two starters at once, both end with the first one's password. */
async function create(file: string, account: ServerAccount | null): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (account) await chown(draft, account.uid, account.gid);
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
}
