import type { GitRepository, Signature } from './git-repository.ts';
import { mustGit } from './run-git.ts';

let scratch = 0;

/** Writes a commit on top of `parent` with these files changed (`null` removes one), in one git process; moves no branch. */
export async function writeFiles(
  git: GitRepository,
  o: {
    parent: string | undefined;
    files: Readonly<Record<string, string | null>>;
    message: string;
    author: Signature;
  },
): Promise<string> {
  const ref = `refs/twin/${(scratch += 1)}`;
  const lines = [
    `commit ${ref}`,
    'mark :1',
    ...['author', 'committer'].map((role) => `${role} ${formatSignature(o.author)}`),
  ];
  lines.push(`data ${Buffer.byteLength(o.message)}`, o.message);
  if (o.parent !== undefined) lines.push(`from ${o.parent}`);
  for (const [path, content] of Object.entries(o.files)) {
    if (content === null) lines.push(`D ${JSON.stringify(path)}`);
    else lines.push(`M 100644 inline ${JSON.stringify(path)}`, `data ${Buffer.byteLength(content)}`, content);
  }
  // The ref is scratch: fast-import needs one, and resetting it to nothing at the end leaves none behind.
  lines.push('', 'get-mark :1', `reset ${ref}`, `from ${'0'.repeat(40)}`, 'done', '');
  const out = await mustGit(git.dir, ['fast-import', '--quiet', '--done', '--force'], {
    input: lines.join('\n'),
  });
  return out.trim();
}

/** Writes a commit of an existing tree. */
export async function writeCommit(
  git: GitRepository,
  o: { tree: string; parents: readonly string[]; message: string; author: Signature; committer?: Signature },
): Promise<string> {
  const committer = o.committer ?? o.author;
  const args = ['commit-tree', o.tree, ...o.parents.flatMap((parent) => ['-p', parent])];
  const out = await mustGit(git.dir, args, {
    input: o.message,
    env: {
      GIT_AUTHOR_NAME: o.author.name,
      GIT_AUTHOR_EMAIL: o.author.email,
      GIT_AUTHOR_DATE: gitDate(o.author.date),
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      GIT_COMMITTER_DATE: gitDate(committer.date),
    },
  });
  return out.trim();
}

function gitDate(date: Date): string {
  return `${Math.floor(date.getTime() / 1000)} +0000`;
}

function formatSignature(who: Signature): string {
  return `${who.name} <${who.email}> ${gitDate(who.date)}`;
}
