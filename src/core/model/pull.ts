import type { Account } from './actor.ts';
import type { GateVerdict } from '../gate-verdict.ts';
import type { PreflightProblem } from '../preflight-problem.ts';
import type { ProjectId, PullId, Sha, TaskId } from './ids.ts';

/** A pull request as a webhook or a list showed it at `updatedAt`. */
export interface PullSnapshot {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed' | 'merged';
  readonly draft: boolean;
  readonly head: Sha;
  readonly headRef: string;
  readonly baseRef: string;
  readonly fork: boolean;
  readonly author: Account;
  readonly updatedAt: Date;
  /** Absent: what showed it says nothing of labels. */
  readonly labels?: readonly string[];
}

/** A pull request as we keep it. */
export interface Pull extends PullSnapshot {
  readonly id: PullId;
  readonly projectId: ProjectId;
  readonly taskId: TaskId | null;
  /** The files of `head` against its base, once they were read. */
  readonly files: ChangedFiles | null;
  /** The newest findings about a head, for the check run. */
  readonly judgement: Judgement | null;
}

/** Paths a pull request touches; a rename counts by both names. */
export interface ChangedFiles {
  readonly head: Sha;
  readonly paths: readonly string[];
  /** GitHub cut the list short: treat every path as possibly touched. */
  readonly truncated: boolean;
}

/** Somebody's last word on a pull request. */
export interface Review {
  readonly by: Account;
  readonly state: 'approved' | 'changes_requested' | 'commented' | 'dismissed';
  /** The commit that was looked at; null when GitHub no longer knows. */
  readonly commit: Sha | null;
}

/**
 * One fresh read of everything that decides about a pull request: itself, the tip of its target, our candidate ref
 * and the configuration's blob. `target` null: the branch does not exist.
 */
export interface PullFacts {
  readonly pull: PullSnapshot;
  readonly reviews: readonly Review[];
  readonly target: Tip | null;
  /** Where the candidate ref points; null when there is none, or none was asked for. */
  readonly candidate: Sha | null;
  /** Blob id of `.github/flotilla.yml` on the default branch; null when there is no such file. */
  readonly configBlob: Sha | null;
  /** Whether `pull.head` contains `target`: the merged tree would be the head's own. */
  readonly upToDate: boolean;
  readonly headTree: Sha;
}

/** The same of a branch whose code another one is to have. `contained`: `target` has all of it. */
export interface SyncFacts extends Pick<PullFacts, 'target' | 'candidate' | 'configBlob'> {
  readonly source: Tip | null;
  readonly contained: boolean;
}

/** A commit and its tree. */
export interface Tip {
  readonly sha: Sha;
  readonly tree: Sha;
}

/** What stands in a head's way: rules it breaks, and what its gates say. */
export interface Judgement {
  readonly head: Sha;
  /** Blob of the configuration it was judged by. */
  readonly configBlob: Sha | null;
  /** When the look at GitHub began, in milliseconds since 1970, by the database's clock. */
  readonly at: number;
  /** Whether the head's own push runs passed every gate: what it takes to land its tree without another run. */
  readonly landable: boolean;
  readonly problems: readonly PreflightProblem[];
  readonly verdicts: readonly GateVerdict[];
}
