import { readFolder, type FolderEntry } from './read-folder.ts';
import type { GitRepository, Signature } from './git-repository.ts';
import { writeCommit } from './write-commit.ts';
import { writeObject } from './write-object.ts';

/** Content by path; null removes. */
type Files = Readonly<Record<string, string | null>>;

/** Writes a commit on top of `parent` with these files changed; moves no branch. */
export async function writeFiles(
  git: GitRepository,
  o: { parent: string | undefined; files: Files; message: string; author: Signature },
): Promise<string> {
  const tree = await writeTree(git, o.parent === undefined ? undefined : `${o.parent}^{tree}`, o.files);
  const parents = o.parent === undefined ? [] : [o.parent];
  return writeCommit(git, { tree: tree.sha, parents, message: o.message, author: o.author });
}

/** `base`: the tree to start from, as a revision. */
async function writeTree(
  git: GitRepository,
  base: string | undefined,
  files: Files,
): Promise<{ readonly sha: string; readonly empty: boolean }> {
  const known = base === undefined ? [] : await readFolder(git.objects, base);
  const entries = new Map(known.map((entry) => [entry.name, entry]));
  for (const [name, below] of byFirstPart(files)) {
    const entry = await changed(git, entries.get(name), name, below);
    if (entry) entries.set(name, entry);
    else entries.delete(name);
  }
  const sorted = [...entries.values()].toSorted((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
  return {
    sha: await writeObject(git.dir, 'tree', Buffer.concat(sorted.map(bytes))),
    empty: sorted.length === 0,
  };
}

/** `below`: the content of the file `name` itself under the empty path, else the files of the folder `name`. */
async function changed(
  git: GitRepository,
  before: FolderEntry | undefined,
  name: string,
  below: Files,
): Promise<FolderEntry | undefined> {
  const content = below[''];
  if (content === null) return undefined;
  if (content !== undefined) {
    const sha = await writeObject(git.dir, 'blob', Buffer.from(content));
    return { name, mode: before?.kind === 'blob' ? before.mode : '100644', kind: 'blob', sha };
  }
  const tree = await writeTree(git, before?.kind === 'tree' ? before.sha : undefined, below);
  // git keeps no empty folders.
  return tree.empty ? undefined : { name, mode: '40000', kind: 'tree', sha: tree.sha };
}

function byFirstPart(files: Files): Map<string, Record<string, string | null>> {
  const groups = new Map<string, Record<string, string | null>>();
  for (const [path, content] of Object.entries(files)) {
    const [first = '', ...rest] = path.split('/');
    const group = groups.get(first) ?? {};
    group[rest.join('/')] = content;
    groups.set(first, group);
  }
  return groups;
}

/** git sorts folders as if their names ended in a slash. */
function sortKey({ name, kind }: FolderEntry): Buffer {
  return Buffer.from(kind === 'tree' ? `${name}/` : name);
}

function bytes({ mode, name, sha }: FolderEntry): Buffer {
  return Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(sha, 'hex')]);
}
