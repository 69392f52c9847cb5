import { lstat, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { mustGit } from '../git/run-git.ts';

/** Writes the files of `tree` into `folder`; installed packages are lent by a link, unless the tree has its own. */
export async function checkOut(
  gitDir: string,
  tree: string,
  folder: string,
  nodeModules?: string,
): Promise<void> {
  // The repository is bare and shared: every checkout has an index of its own, beside its folder.
  const index = `${folder}.index`;
  const where = [`--git-dir=${gitDir}`, `--work-tree=${folder}`];
  await mustGit(folder, [...where, 'read-tree', '-u', '--reset', tree], { env: { GIT_INDEX_FILE: index } });
  await rm(index);
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
