import type { GitRepository } from '../git/git-repository.ts';
import type { Conclusion } from './workflow.ts';

export type TriggerEvent = 'push' | 'pull_request';

export type NewRun = {
  readonly path: string;
  readonly name: string;
  readonly event: TriggerEvent;
  readonly headBranch: string;
  readonly headSha: string;
  readonly jobs: readonly string[];
  /** Login of whoever caused the run. */
  readonly by: string;
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

/** What the simulated Actions need of a repository of the simulated GitHub; listeners answer how to detach. */
export type ActionsRepository = {
  readonly fullName: string;
  readonly state: { readonly git: Pick<GitRepository, 'dir' | 'objects' | 'commit'> };
  readonly actions: {
    /** Acts as GitHub Actions in this repository. */
    readonly token: string;
    createRun(run: NewRun): Promise<RunHandle>;
    /** A run was asked to run again: the named jobs are queued anew in its next attempt. */
    onRerun(listener: (run: RunHandle, jobs: readonly string[]) => void): () => void;
  };
  onPush(listener: (push: Push) => void): () => void;
  onPullRequest(listener: (change: PullChange) => void): () => void;
};
