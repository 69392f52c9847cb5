import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Unpacks the files of `tree` into `folder`; installed packages are lent by a link, unless the tree has its own. */
export async function checkOut(
  gitDir: string,
  tree: string,
  folder: string,
  nodeModules?: string,
): Promise<void> {
  const archive = spawn('git', [`--git-dir=${gitDir}`, 'archive', '--format=tar', tree], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const unpack = spawn('tar', ['-x', '-C', folder], { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = Promise.all([once(archive, 'close'), once(unpack, 'close')]);
  await pipeline(archive.stdout, unpack.stdin);
  const codes = (await ended).map(([code]: unknown[]) => code);
  if (codes.some((code) => code !== 0)) throw new Error(`cannot check out ${tree}`);
  if (nodeModules !== undefined && !(await exists(join(folder, 'node_modules')))) {
    await symlink(nodeModules, join(folder, 'node_modules'), 'dir');
  }
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
