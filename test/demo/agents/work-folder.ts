import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mustGit, runGit } from '../../github/git/run-git.ts';

/** An agent's own clone. */
export interface WorkFolder {
  /** Fetches, and starts the branch from the base as it is now. */
  begin(branch: string, base: string): Promise<void>;
  /** Fetches and merges the base into the branch, conflicts and all: whatever `change` writes resolves them. */
  mergeBase(base: string): Promise<void>;
  /** Writes the files, commits and pushes. Gives the new head. */
  push(branch: string, files: Readonly<Record<string, string>>, message: string): Promise<string>;
}

/** Clones over HTTP with the agent's own token. */
export async function workFolder(
  folder: string,
  cloneUrl: string,
  author: { readonly name: string; readonly token: string },
): Promise<WorkFolder> {
  const remote = new URL(cloneUrl);
  Object.assign(remote, { username: 'x-access-token', password: author.token });
  const env = {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: `${author.name}@example.com`,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: `${author.name}@example.com`,
  };
  const git = (...args: readonly string[]) => mustGit(folder, args, { env });
  await mkdir(dirname(folder), { recursive: true });
  await mustGit(dirname(folder), ['clone', '-q', remote.href, folder]);

  return {
    async begin(branch, base) {
      await git('fetch', '-q', 'origin');
      await git('checkout', '-q', '-B', branch, `origin/${base}`, '--no-track');
    },
    async mergeBase(base) {
      await git('fetch', '-q', 'origin');
      // A conflict is exit code 1: the files that follow are its resolution.
      await runGit(folder, ['merge', '-q', '--no-commit', '--no-ff', `origin/${base}`], { env });
    },
    async push(branch, files, message) {
      for (const [path, text] of Object.entries(files)) await write(join(folder, path), text);
      await git('add', '-A');
      await git('commit', '-q', '-m', message);
      await git('push', '-q', 'origin', `HEAD:refs/heads/${branch}`);
      return (await git('rev-parse', 'HEAD')).trim();
    },
  };
}

async function write(path: string, text: string): Promise<void> {
  await rm(path, { force: true });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
