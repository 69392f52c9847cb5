import type { GitRepository, Signature } from './git-repository.ts';
import { runGit } from './run-git.ts';
import { writeCommit } from './write-commit.ts';

/** The tree that merging `head` into `base` gives, or the paths in conflict. Both must be commits that exist. */
export async function mergeTree(
  git: GitRepository,
  base: string,
  head: string,
): Promise<{ kind: 'clean'; tree: string } | { kind: 'conflict'; paths: string[] }> {
  const result = await runGit(git.dir, [
    'merge-tree',
    '--write-tree',
    '--name-only',
    '-z',
    '--no-messages',
    base,
    head,
  ]);
  const [tree = '', ...paths] = result.stdout.split('\0').filter(Boolean);
  if (result.code === 0) return { kind: 'clean', tree };
  // Exit 1 with no output is not a conflict but a bad name or unrelated histories; GitHub calls the latter a conflict too.
  return { kind: 'conflict', paths };
}

/** A merge commit with parents exactly [base, head], or `undefined` on conflict. Moves no ref. */
export async function mergeCommits(
  git: GitRepository,
  o: { base: string; head: string; message: string; author: Signature },
): Promise<string | undefined> {
  const merged = await mergeTree(git, o.base, o.head);
  if (merged.kind === 'conflict') return undefined;
  return writeCommit(git, {
    tree: merged.tree,
    parents: [o.base, o.head],
    message: o.message,
    author: o.author,
  });
}
