import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGitRepository } from '../git/git-repository.ts';
import { mustGit } from '../git/run-git.ts';
import type { ActionsRepository, NewRun, PullChange, Push, RunHandle } from './actions-host.ts';

export type Files = Readonly<Record<string, string>>;

export type RecordedRun = {
  readonly id: number;
  readonly asked: NewRun;
  /** `build queued`, `build started`, `build success`, ..., and `run success` at the end. */
  readonly log: readonly string[];
};

export type RecordedRepository = ActionsRepository & {
  readonly runs: readonly RecordedRun[];
  /** Commits `files` (all of them) on top of `parent` and tells the listeners of the push; gives the commit. */
  push(
    branch: string,
    files: Files,
    commit?: { readonly parent?: string; readonly message?: string },
  ): Promise<string>;
  pull(change: Omit<PullChange, 'by'>): void;
  /** Asks the last run to run those jobs again. */
  rerun(jobs: readonly string[]): void;
  deleteBranch(branch: string): Promise<void>;
  remove(): Promise<void>;
};

const PUSHER = { login: 'agent-d' };
const IDENTITY = {
  GIT_AUTHOR_NAME: 'agent-d',
  GIT_AUTHOR_EMAIL: 'd@example.org',
  GIT_COMMITTER_NAME: 'agent-d',
  GIT_COMMITTER_EMAIL: 'd@example.org',
};

/** A real bare repository with a notebook for the runs: enough to watch the simulated Actions without a GitHub. */
export async function createRecordedRepository(): Promise<RecordedRepository> {
  const gitDir = await mkdtemp(join(tmpdir(), 'recorded-'));
  await mustGit(gitDir, ['init', '-q', '--bare', '--template=']);
  const git = openGitRepository(gitDir);
  const runs: RecordedRun[] = [];
  let handle: RunHandle | undefined;
  const onPush = new Set<(push: Push) => void>();
  const onRerun = new Set<(run: RunHandle, jobs: readonly string[]) => void>();
  const onPull = new Set<(change: PullChange) => void>();

  return {
    fullName: 'fleet/app',
    state: { git },
    runs,
    actions: {
      token: 'ghs_workflow',
      onRerun: (listener) => attach(onRerun, listener),
      async createRun(asked) {
        const log = asked.jobs.map((job) => `${job} queued`);
        const id = runs.push({ id: runs.length + 1, asked, log });
        handle = {
          id,
          addJob: (name) => log.push(`${name} queued`),
          startJob: (name) => log.push(`${name} started`),
          completeJob: (name, conclusion) => log.push(`${name} ${conclusion}`),
          complete: (conclusion) => log.push(`run ${conclusion ?? 'unsaid'}`),
        };
        return handle;
      },
    },
    onPush: (listener) => attach(onPush, listener),
    onPullRequest: (listener) => attach(onPull, listener),
    async push(branch, files, commit = {}) {
      const after = await writeCommit(gitDir, files, commit);
      await mustGit(gitDir, ['update-ref', `refs/heads/${branch}`, after]);
      for (const listener of onPush) listener({ branch, after, by: PUSHER });
      return after;
    },
    pull(change) {
      for (const listener of onPull) listener({ ...change, by: PUSHER });
    },
    rerun(jobs) {
      for (const listener of onRerun) if (handle) listener(handle, jobs);
    },
    async deleteBranch(branch) {
      await mustGit(gitDir, ['update-ref', '-d', `refs/heads/${branch}`]);
      for (const listener of onPush) listener({ branch, after: undefined, by: PUSHER });
    },
    remove: () => git.close(),
  };
}

async function writeCommit(
  gitDir: string,
  files: Files,
  { parent, message = 'Change' }: { readonly parent?: string; readonly message?: string },
): Promise<string> {
  const env = { ...IDENTITY, GIT_INDEX_FILE: join(gitDir, 'index.tmp') };
  await mustGit(gitDir, ['read-tree', '--empty'], { env });
  for (const [path, input] of Object.entries(files)) {
    const blob = (await mustGit(gitDir, ['hash-object', '-w', '--stdin'], { input })).trim();
    await mustGit(gitDir, ['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`], { env });
  }
  const tree = (await mustGit(gitDir, ['write-tree'], { env })).trim();
  const parents = parent === undefined ? [] : ['-p', parent];
  return (await mustGit(gitDir, ['commit-tree', tree, ...parents, '-m', message], { env })).trim();
}

function attach<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
