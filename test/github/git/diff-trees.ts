import type { GitRepository } from './git-repository.ts';
import { mustGit } from './run-git.ts';

export interface FileChange {
  readonly filename: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed';
  readonly previous: string | undefined;
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
}

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const known = new WeakMap<GitRepository, Map<string, Promise<readonly FileChange[]>>>();

/** Changed files from one tree (or commit) to another, renames detected; `undefined` stands for the empty tree. */
export function diffTrees(
  git: GitRepository,
  from: string | undefined,
  to: string,
): Promise<readonly FileChange[]> {
  const cache = known.get(git) ?? new Map<string, Promise<readonly FileChange[]>>();
  known.set(git, cache);
  const key = `${from ?? emptyTree} ${to}`;
  const found = cache.get(key) ?? readDiff(git, from ?? emptyTree, to);
  cache.set(key, found);
  return found;
}

async function readDiff(git: GitRepository, from: string, to: string): Promise<FileChange[]> {
  const out = await mustGit(git.dir, ['diff-tree', '-r', '-M', '-z', '--raw', '--numstat', from, to]);
  const fields = out.split('\0');
  const changes: (Omit<FileChange, 'additions' | 'deletions'> & { additions: number; deletions: number })[] =
    [];
  for (let i = 0; i < fields.length;) {
    const field = fields[i++] ?? '';
    if (field.startsWith(':')) {
      const [, , , sha = '', letter = ''] = field.split(' ');
      const first = fields[i++] ?? '';
      const renamed = letter.startsWith('R') || letter.startsWith('C');
      const filename = renamed ? (fields[i++] ?? '') : first;
      changes.push({
        filename,
        status: statusOf(letter),
        previous: renamed ? first : undefined,
        sha,
        additions: 0,
        deletions: 0,
      });
    } else if (field !== '') {
      const [additions = '0', deletions = '0', path = ''] = field.split('\t');
      const filename = path === '' ? (fields[i + 1] ?? '') : path;
      if (path === '') i += 2;
      const change = changes.find((one) => one.filename === filename);
      if (change)
        Object.assign(change, { additions: Number(additions) || 0, deletions: Number(deletions) || 0 });
    }
  }
  return changes;
}

function statusOf(letter: string): FileChange['status'] {
  if (letter.startsWith('A')) return 'added';
  if (letter.startsWith('D')) return 'removed';
  return letter.startsWith('R') ? 'renamed' : 'modified';
}
