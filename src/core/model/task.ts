import type { Enough } from '../enough-tasks.ts';
import type { EntryState } from './lane.ts';
import type { IssueName } from './issue-name.ts';
import type { AgentId, AssignmentId, EpicId, ProjectId, TaskId } from './ids.ts';

export const TASK_STATUSES = ['pending', 'in_progress', 'review', 'done', 'failed', 'blocked'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** One issue that belongs to an epic. */
export interface Task {
  readonly id: TaskId;
  readonly projectId: ProjectId;
  readonly issue: number;
  readonly title: string;
  /** Null: no longer in an epic, so untracked until it is in one again. */
  readonly epicId: EpicId | null;
  readonly status: TaskStatus;
  readonly blockedReason: string | null;
  /** Higher goes first; 50 when nobody said anything. */
  readonly priority: number;
  readonly estimateHours: number | null;
  /** The agent's own figure, 0 to 100. */
  readonly claimedPercent: number;
  /** What the agent wrote beside it. */
  readonly progressNote: string | null;
  /** The issue's checklist. */
  readonly checklist: { readonly done: number; readonly total: number };
  /** A maintainer keeps it out of the lane. */
  readonly held: boolean;
  /** GitHub's `updated_at` of the newest snapshot applied; an older one changes nothing. */
  readonly snapshotAt: Date;
}

/** An agent's time-limited hold on a task. */
export interface Assignment {
  readonly id: AssignmentId;
  readonly taskId: TaskId;
  readonly agentId: AgentId;
  readonly agentName: string;
  /** The GitHub account the agent acts through. */
  readonly accountId: number;
  readonly accountLogin: string;
  /** Grows with every taking; a writer with an older one is refused. */
  readonly fence: number;
  readonly expiresAt: Date;
  readonly warnedAt: Date | null;
}

/** A hold that is over: whoever still writes in its name is refused, and told why. */
export interface EndedHold {
  readonly agentName: string;
  readonly fence: number;
  readonly how: 'done' | 'released' | 'lapsed';
  readonly endedAt: Date;
}

/** Where code is and where it is missing; `sync`: what is on its way there. */
export interface MissingCode {
  readonly on: string;
  readonly into: string;
  readonly sync: { readonly from: string; readonly state: EntryState } | null;
}

/** What still keeps a task from being ready. */
export type Missing =
  /** `repository`: `owner/name`, where it is another one than the task's. */
  | {
      readonly kind: 'task';
      readonly issue: number;
      readonly title: string | null;
      readonly repository?: string;
      /** It is done, and what landed for it is not on the branch of the task's epic yet. */
      readonly code?: MissingCode;
    }
  /** `enough`: tasks that would take the epic there. */
  | {
      readonly kind: 'threshold';
      readonly epic: string;
      readonly has: number;
      readonly needs: number;
      readonly enough?: Enough;
    };

/** An issue as GitHub showed it at `updatedAt`. */
export interface IssueSnapshot {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly stateReason: 'completed' | 'not_planned' | 'reopened' | 'duplicate' | null;
  readonly labels: readonly string[];
  readonly author: number;
  readonly authorLogin: string;
  readonly updatedAt: Date;
  /** Which native links there are, as far as is told by the way: they are read only where there are any. */
  readonly hasParent: boolean;
  /** The number of its parent, in whichever repository that is. */
  readonly parent: number | null;
  /** How many issues block it, open or closed. */
  readonly blockers: number;
  readonly hasChildren: boolean;
  /** Title of its milestone. */
  readonly milestone: string | null;
}

/** The issue that another one is a sub-issue of. `number`: in the same repository; null: it is in another one. */
export interface IssueParent {
  readonly number: number | null;
  readonly labels: readonly string[];
}

/** Native links of an issue: its parent, and the open or closed issues that block it. */
export interface IssueLinks {
  readonly parent: IssueParent | null;
  readonly blockedBy: readonly IssueName[];
}
