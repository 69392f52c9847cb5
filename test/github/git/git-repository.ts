import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createObjectReader, type ObjectReader } from './object-reader.ts';
import { createRefWriter, type RefWriter } from './ref-writer.ts';
import { mustGit, runGit } from './run-git.ts';

export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: Date;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

/** A bare repository on disk, the facts of its commits (immutable, so cached), and a lock for its refs. */
export interface GitRepository {
  readonly dir: string;
  readonly objects: ObjectReader;
  /** For a caller that holds the lock. */
  readonly refs: RefWriter;
  commit(sha: string): Promise<Commit | undefined>;
  /** Runs `work` alone: nothing else moves refs meanwhile. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Makes an empty bare repository that takes pushes over HTTP; from `parent` it starts with that one's objects. */
export async function createGitRepository(
  root: string,
  id: number,
  o: { readonly defaultBranch: string; readonly parent?: GitRepository | undefined },
): Promise<GitRepository> {
  const dir = join(root, `${id}.git`);
  if (o.parent) await mustGit(root, ['clone', '-q', '--bare', '--template=', o.parent.dir, dir]);
  // All that git asks of a repository; `git init` would cost a process.
  for (const folder of ['objects', 'refs']) await mkdir(join(dir, folder), { recursive: true });
  await writeFile(join(dir, 'HEAD'), `ref: refs/heads/${o.defaultBranch}\n`);
  await writeFile(join(dir, 'config'), CONFIG);
  return openGitRepository(dir);
}

const CONFIG = `[core]
\trepositoryformatversion = 0
\tbare = true
[http]
\treceivepack = true
`;

/** A bare repository that is there already. */
export function openGitRepository(dir: string): GitRepository {
  const objects = createObjectReader(dir);
  const refs = createRefWriter(dir);
  const commits = new Map<string, Commit>();
  let tail: Promise<unknown> = Promise.resolve();

  return {
    dir,
    objects,
    refs,
    async commit(sha) {
      const known = commits.get(sha);
      if (known) return known;
      const object = await objects.read(sha);
      if (object?.type !== 'commit') return undefined;
      const commit = parseCommit(object.sha, object.data.toString());
      commits.set(commit.sha, commit);
      return commit;
    },
    exclusively(work) {
      const run = tail.then(work, work);
      tail = run.catch(() => undefined);
      return run;
    },
    async close() {
      await tail;
      await Promise.all([objects.close(), refs.close()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function parseCommit(sha: string, text: string): Commit {
  const split = text.indexOf('\n\n');
  const headers = text.slice(0, split).split('\n');
  const value = (name: string): string =>
    headers.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';
  return {
    sha,
    tree: value('tree'),
    parents: headers.filter((line) => line.startsWith('parent ')).map((line) => line.slice(7)),
    author: parseSignature(value('author')),
    committer: parseSignature(value('committer')),
    message: text.slice(split + 2).replace(/\n$/, ''),
  };
}

function parseSignature(line: string): Signature {
  const [, name = '', email = '', seconds = '0'] = /^(.*) <(.*)> (\d+) [+-]\d+$/.exec(line) ?? [];
  return { name, email, date: new Date(Number(seconds) * 1000) };
}

/** All refs of the repository, full name to sha, as git holds them. */
export async function listRefs(git: GitRepository): Promise<Map<string, string>> {
  const { stdout } = await runGit(git.dir, ['for-each-ref', '--format=%(refname) %(objectname)']);
  const rows = stdout.split('\n').filter(Boolean);
  return new Map(rows.map((row) => row.split(' ') as [string, string]));
}
