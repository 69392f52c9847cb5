import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok } from '../core/result.ts';
import { Away, type WorkTrees } from '../ports.ts';
import { runGit, type GitAnswer } from './run-git.ts';

export interface WorkTreeOptions {
  /** Where the repository and the trees are kept; made where it is missing. */
  readonly home: string;
  /** Where the repository comes from, as git understands it. */
  readonly remote: string;
  /** Null: git finds its own way in. */
  readonly token: string | null;
  readonly author: { readonly name: string; readonly email: string };
  /** What git itself needs of the environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** Candidates and preparations of Flotilla's are nobody's base. */
const REFSPECS = ['+refs/heads/*:refs/remotes/origin/*', '^refs/heads/flotilla/*'];
/** How git says that asking again would help nobody. */
const NO_WAY_IN = /returned error: 40[134]|Authentication failed|Permission denied|Repository not found/;
/** What a command may have put into the repository's configuration must not run with the token in reach. */
const GUARDED = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'credential.helper='];

/** One bare repository, fetched from the remote, with a work tree for every task. */
export function createWorkTrees(options: WorkTreeOptions): WorkTrees {
  const { home, remote } = options;
  const repository = join(home, 'repository.git');
  const folderOf = (issue: number): string => join(home, 'trees', String(issue));
  const env = {
    ...options.env,
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: options.author.name,
    GIT_AUTHOR_EMAIL: options.author.email,
    GIT_COMMITTER_NAME: options.author.name,
    GIT_COMMITTER_EMAIL: options.author.email,
  };
  const access = { ...env, ...accessTo(remote, options.token) };
  const local = (folder: string, ...args: readonly string[]) => runGit(folder, [...GUARDED, ...args], env);
  const must = async (folder: string, ...args: readonly string[]) => wellDone(await local(folder, ...args));
  /** Two at once would fight for the same locks. */
  let last: Promise<unknown> = Promise.resolve();
  function alone<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  }

  /** What needs the remote, and may therefore fail for a while. */
  async function distant(...args: readonly string[]): Promise<string> {
    await mkdir(home, { recursive: true });
    await must(home, 'init', '-q', '--bare', repository);
    const { code, out, err: said } = await runGit(repository, [...GUARDED, ...args], access);
    if (code !== 0) throw new Away(`git ${args[0]}: ${said || `ended with ${code}`}`);
    return out;
  }

  async function fetch(): Promise<void> {
    await distant('fetch', '-q', '--prune', '--no-tags', remote, ...REFSPECS);
  }

  async function tipOf(ref: string): Promise<string | null> {
    const { code, out } = await local(repository, 'rev-parse', '-q', '--verify', `${ref}^{commit}`);
    return code === 0 ? out.trim() : null;
  }

  /** What is ignored stays, so that a next round need not install everything again. */
  async function reuse(folder: string, branch: string, head: string): Promise<boolean> {
    for (const args of [
      ['reset', '-q', '--hard'],
      ['checkout', '-q', '--force', '-B', branch, head],
      ['clean', '-ffdq'],
    ])
      if ((await local(folder, ...args).catch(() => null))?.code !== 0) return false;
    return (await must(folder, 'rev-parse', '--show-toplevel')).trim().endsWith(folder);
  }

  async function forget(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
    await must(repository, 'worktree', 'prune');
  }

  return {
    tip: (branch) =>
      alone(async () => {
        const line = await distant('ls-remote', '--heads', remote, `refs/heads/${branch}`);
        return /^([0-9a-f]{40,64})\t/.exec(line)?.[1] ?? null;
      }),

    begin: (issue, { branch, base, start }) =>
      alone(async () => {
        await fetch();
        const known = start !== null && (await tipOf(start)) !== null ? start : null;
        const head =
          known ??
          (await tipOf(`refs/remotes/origin/${branch}`)) ??
          (await tipOf(`refs/remotes/origin/${base}`));
        if (head === null) throw new Away(`the repository has no branch ${base} yet`);
        const folder = folderOf(issue);
        if (!(await reuse(folder, branch, head))) {
          await forget(folder);
          await must(repository, 'worktree', 'add', '-q', '--force', '-B', branch, folder, head);
        }
        return { folder, head };
      }),

    async collect(issue, start, message) {
      const folder = folderOf(issue);
      const unmerged = await local(folder, 'diff', '--name-only', '--diff-filter=U');
      if (unmerged.code !== 0) return err(`The command left no work tree that git can read: ${unmerged.err}`);
      const files = unmerged.out.trim().split('\n').filter(Boolean);
      if (files.length > 0) return err(`The command left conflicts in ${files.slice(0, 20).join(', ')}.`);
      await must(folder, 'add', '-A');
      const merging = (await local(folder, 'rev-parse', '-q', '--verify', 'MERGE_HEAD')).code === 0;
      if (merging || (await must(folder, 'status', '--porcelain')) !== '')
        await must(folder, 'commit', '-q', '--no-gpg-sign', '-m', message);
      const head = (await must(folder, 'rev-parse', 'HEAD')).trim();
      if (head === start) return err('The command ended well and changed nothing.');
      const grown = await local(folder, 'merge-base', '--is-ancestor', start, head);
      if (grown.code !== 0)
        return err(
          `The command left a history without ${start.slice(0, 7)}, where it began; Flotilla never pushes by force.`,
        );
      return ok(head);
    },

    push: (head, branch) =>
      alone(async () => {
        const args = ['push', '-q', '--porcelain', remote, `${head}:refs/heads/${branch}`];
        const { code, out, err: said } = await runGit(repository, [...GUARDED, ...args], access);
        if (code === 0) return ok(null);
        // With --porcelain a line with "!" is the remote's own refusal; anything else may pass.
        const refused = /^!\t\S+\t(.*)$/m.exec(out)?.[1] ?? (NO_WAY_IN.test(said) ? said : undefined);
        if (refused !== undefined) return err(refused);
        throw new Away(`git push: ${said || `ended with ${code}`}`);
      }),

    remove: (issue) => alone(() => forget(folderOf(issue))),
  };
}

function wellDone({ code, out, err: said }: GitAnswer): string {
  if (code !== 0) throw new Error(`git ended with ${code}: ${said}`);
  return out;
}

/** By the environment, so that the token stands in no list of processes and in no file. */
function accessTo(remote: string, token: string | null): Readonly<Record<string, string>> {
  if (token === null || !/^https?:\/\//.test(remote)) return {};
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${new URL(remote).origin}/.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}`,
  };
}
