import type { Conclusion } from './workflow.ts';

export type TriggerEvent = 'push' | 'pull_request';

export type NewRun = {
  readonly path: string;
  readonly name: string;
  readonly event: TriggerEvent;
  readonly headBranch: string;
  readonly headSha: string;
  readonly jobs: readonly string[];
};

/** A workflow run of the simulated GitHub. Jobs that wait for others are added when they can start, as GitHub does. */
export type RunHandle = {
  readonly id: number;
  addJob(name: string): unknown;
  startJob(name: string): unknown;
  completeJob(name: string, conclusion: Conclusion): unknown;
  complete(conclusion?: Conclusion): unknown;
};

export type Push = {
  readonly branch: string;
  readonly after: string | undefined;
  readonly by: { readonly login: string };
};

export type PullChange = {
  readonly action: string;
  readonly headRef: string;
  readonly headSha: string;
  readonly baseRef: string;
  readonly by: { readonly login: string };
};

/** What the simulated Actions need of a repository; `gitDir` is its bare repository, listeners answer how to detach. */
export type ActionsRepository = {
  readonly fullName: string;
  readonly gitDir: string;
  readonly actions: { createRun(run: NewRun): RunHandle | Promise<RunHandle> };
  onPush(listener: (push: Push) => void): () => void;
  onPullRequest(listener: (change: PullChange) => void): () => void;
  /** A run was asked to run again: the named jobs are queued anew in its next attempt. */
  onRerun(listener: (run: RunHandle, jobs: readonly string[]) => void): () => void;
};

/** What they need of GitHub: where its API is, and tokens that act as GitHub Actions in one repository. */
export type ActionsHost = {
  readonly url: string;
  createActionsToken(
    repo: ActionsRepository,
    permissions: Readonly<Record<string, 'read' | 'write'>>,
  ): string;
};
