import type { Sha } from './ids.ts';

/** A workflow run with its jobs, as GitHub answers for a commit. `jobs` is empty while the run is under way. */
export interface WorkflowRun {
  readonly id: number;
  readonly attempt: number;
  /** File name under `.github/workflows/`. */
  readonly workflow: string;
  readonly event: string;
  readonly branch: string | null;
  readonly sha: Sha;
  readonly completed: boolean;
  readonly conclusion: string | null;
  readonly url: string;
  readonly jobs: readonly WorkflowJob[];
}

export interface WorkflowJob {
  readonly name: string;
  readonly completed: boolean;
  readonly conclusion: string | null;
  readonly url: string;
}

/** Another App's check run. Names are not unique: the App is part of the identity. */
export interface CheckRun {
  readonly id: number;
  readonly appId: number;
  readonly app: string;
  readonly name: string;
  readonly sha: Sha;
  readonly completed: boolean;
  readonly conclusion: string | null;
  readonly url: string;
}

/** What GitHub says of one commit, as far as the configured gates ask. */
export interface CommitChecks {
  readonly sha: Sha;
  readonly runs: readonly WorkflowRun[];
  readonly checks: readonly CheckRun[];
}
