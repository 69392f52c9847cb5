import type { IssueAt } from '../core/model/issue-name.ts';
import type { ProjectId } from '../core/model/ids.ts';
import type { DeliveryAttempt, ScanProgress } from '../core/upkeep/delivery-scan.ts';
import type { CommentCursor } from '../core/upkeep/polled-comment.ts';
import type { ScratchInUse } from '../core/upkeep/stray-branches.ts';
import type { EpicBoard } from './epic-board.ts';
import type { ProgressBook } from './progress-book.ts';

/** What the chores keep besides: who does which, and what GitHub's log told them. */
export interface Upkeep {
  readonly sweeps: Sweeps;
  readonly deliveryLog: DeliveryLog;
  readonly pruner: Pruner;
  scratchInUse(project: ProjectId): Promise<ScratchInUse>;
  readonly polls: Polls;
  readonly progressBook: ProgressBook;
  readonly epicBoard: EpicBoard;
}

/** How far the changes of each project were polled, and what the tables hold that may have ended on GitHub. */
export interface Polls {
  /** The newest changes that were dealt with; for a project that was never polled: since it is known. */
  cursors(project: ProjectId): Promise<{ comments: CommentCursor; issues: Date; pulls: Date }>;
  saveComments(project: ProjectId, cursor: CommentCursor): Promise<void>;
  saveIssues(project: ProjectId, newest: Date): Promise<void>;
  savePulls(project: ProjectId, newest: Date): Promise<void>;
  /** Whether a line of this comment was run, or refused. */
  commandsRan(project: ProjectId, commentId: number): Promise<boolean>;
  /** Whether somebody was told already that closing this issue, then, does not end its task. */
  closeHeard(project: ProjectId, issue: number, closedAt: Date): Promise<boolean>;
  /**
   * Whether it was heard that somebody opened this issue again, then, or its task ended after that and nobody closed
   * it yet.
   */
  reopenHeard(project: ProjectId, issue: number, reopenedAt: Date): Promise<boolean>;
  /** Whether the click that was heard last about this, on whichever task, was that it is so. */
  isHeard(project: ProjectId, about: string): Promise<boolean>;
  /** What is known of the issue of a task; null: it is none. */
  issueKnown(project: ProjectId, issue: number): Promise<IssueKnown | null>;
  /** What counts as open here: issues of tasks, pull requests, and lanes (`missing`: paused for want of a branch). */
  openWork(project: ProjectId): Promise<{
    issues: readonly number[];
    pulls: readonly number[];
    lanes: readonly { branch: string; missing: boolean }[];
  }>;
  /** Open pull requests that nobody would look at again without a ring, and that are not in their lane's care. */
  lookAtIdlePulls(project: ProjectId): Promise<void>;
}

/** What may have changed without a change of the issue's time, or without anybody telling by whom. */
export interface IssueKnown {
  /** The labels that are commands, as far as anybody told. */
  readonly heard: readonly string[];
  readonly holder: string | null;
  /** The issue of its repository that it is a sub-issue of. */
  readonly parent: number | null;
  /** The issues that block it natively. */
  readonly blockers: readonly IssueAt[];
}

/** Removes what is older than `days`, at most `limit` of each, and says how many that were. */
export interface Pruner {
  /** The bytes of deliveries that ended. */
  bodies(this: void, days: number, limit: number): Promise<number>;
  deliveries(this: void, days: number, limit: number): Promise<number>;
  activity(this: void, days: number, limit: number): Promise<number>;
  /** What was sent and will not be changed again. */
  effects(this: void, days: number, limit: number): Promise<number>;
  /** Snapshots of progress; forecasts stay, to be scored. */
  snapshots(this: void, days: number, limit: number): Promise<number>;
  /** Deliveries that never came. */
  missed(this: void, days: number, limit: number): Promise<number>;
}

/** Work that is done every so often, by one process at a time, whichever is up. */
export type SweepName = 'deliveries' | 'epics' | 'poll' | 'progress' | 'prune' | 'reconcile';

/** Somebody else does this work by now: the run that lost it stops. */
export class SweepLost extends Error {
  override readonly name = 'SweepLost';
}

export interface Sweeps {
  /** Takes the work for `leaseMs` if it is due and nobody has it. */
  take(name: SweepName, holder: string, leaseMs: number): Promise<boolean>;
  /** Another `leaseMs`. Throws `SweepLost`. */
  keep(name: SweepName, holder: string, leaseMs: number): Promise<void>;
  /** Gives it back, due again in `inMs`; `well`: it went through to its end. */
  end(name: SweepName, holder: string, result: { well: boolean; inMs: number }): Promise<void>;
  /** Due now, whenever it was due. */
  makeDue(name: SweepName): Promise<void>;
}

/** How far GitHub's log was compared with the inbox, and what was missing there. */
export interface DeliveryLog {
  progress(): Promise<ScanProgress>;
  /** Which of these deliveries we hold, handled or not. */
  held(guids: readonly string[]): Promise<ReadonlySet<string>>;
  /** A page was compared: in one transaction, what was missed is written down and the scan goes on behind it. */
  advance(missed: readonly DeliveryAttempt[], progress: ScanProgress): Promise<void>;
  /** Forgets what came meanwhile; then up to `limit` that are to be asked for by now, oldest first. */
  missing(limit: number): Promise<readonly { guid: string; attemptId: string; asked: number }[]>;
  /** GitHub was asked for it, or refused (`error`); not to be asked again for `againMs`. */
  asked(guid: string, againMs: number, error: string | null): Promise<void>;
  gaps(): Promise<DeliveryGaps>;
}

/** Whether GitHub has sent anything that we do not hold. */
export interface DeliveryGaps {
  /** Everything that GitHub sent from here to `sweptUntil` is held; null: its log was not yet read to the end. */
  readonly noGapsSince: Date | null;
  readonly sweptUntil: Date | null;
  /** What is missing, oldest first, at most 1,000. */
  readonly missing: readonly {
    readonly guid: string;
    readonly event: string;
    readonly deliveredAt: Date;
    readonly status: string;
    readonly asked: number;
    readonly error: string | null;
  }[];
}
