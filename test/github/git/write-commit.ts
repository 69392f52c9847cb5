import type { GitRepository, Signature } from './git-repository.ts';
import { writeObject } from './write-object.ts';

/** Writes a commit of an existing tree. */
export function writeCommit(
  git: GitRepository,
  o: { tree: string; parents: readonly string[]; message: string; author: Signature; committer?: Signature },
): Promise<string> {
  const lines = [
    `tree ${o.tree}`,
    ...o.parents.map((parent) => `parent ${parent}`),
    `author ${formatSignature(o.author)}`,
    `committer ${formatSignature(o.committer ?? o.author)}`,
    '',
    o.message.endsWith('\n') ? o.message : `${o.message}\n`,
  ];
  return writeObject(git.dir, 'commit', Buffer.from(lines.join('\n')));
}

function formatSignature(who: Signature): string {
  return `${who.name} <${who.email}> ${Math.floor(who.date.getTime() / 1000)} +0000`;
}
