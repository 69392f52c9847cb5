import type { DependencyEdge } from '../core/dependency-path.ts';
import type { EpicId, ProjectId, TaskId } from '../core/model/ids.ts';
import type { IssueAt } from '../core/model/issue-name.ts';
import type { HeardTurn } from '../core/model/issue-turn.ts';
import type { TaskCard } from '../core/model/task-card.ts';
import type { Missing, Task, TaskStatus } from '../core/model/task.ts';
import type { OpenTask } from '../core/next-task.ts';

export interface TaskFromIssue {
  readonly projectId: ProjectId;
  readonly issue: number;
  readonly title: string;
  readonly epicId: EpicId | null;
  readonly priority: number;
  readonly estimateHours: number | null;
  readonly checklist: { readonly done: number; readonly total: number };
  readonly labels: readonly string[];
  /** Files, folders and globs that the issue names. */
  readonly paths: readonly string[];
  /** The issue, of the same repository, that it is a sub-issue of. */
  readonly parentIssue: number | null;
  readonly snapshotAt: Date;
}

/** Reads and writes of tasks, inside one transaction. */
export interface TaskRecords {
  /** Locks the row until the end of the transaction. */
  lock(project: ProjectId, issue: number): Promise<Task | null>;
  lockById(id: TaskId): Promise<Task | null>;
  /**
   * Inserts or refreshes what comes from the issue; never touches status. An older snapshot changes nothing, and
   * priority and estimate follow the issue only when it says something else than before. `isNew`: nobody else inserted it,
   * not even meanwhile.
   */
  upsert(task: TaskFromIssue): Promise<{ readonly task: Task; readonly isNew: boolean }>;
  setStatus(id: TaskId, status: TaskStatus, blockedReason?: string | null): Promise<void>;
  /** `said`: by a holder with that fence, beside a note. False: that hold is over, and nothing was written. */
  setClaimedPercent(
    id: TaskId,
    percent: number,
    said?: { readonly fence: number; readonly note: string | null },
  ): Promise<boolean>;
  /** By command: stands until the issue says something new. */
  setEstimate(id: TaskId, hours: number): Promise<void>;
  /** By command: stands until the issue says something new. What is in a lane goes by it as well. */
  setPriority(id: TaskId, priority: number): Promise<void>;
  setHeld(id: TaskId, held: boolean): Promise<void>;
  /** Somebody's click was heard of. False: it was before, or a later one about the same was. */
  hear(id: TaskId, turn: HeardTurn): Promise<boolean>;
  /** Whether the click that was heard last about this was that it is so. */
  isHeard(id: TaskId, about: string): Promise<boolean>;
  /** Replaces the dependencies of one source. */
  setDependencies(
    id: TaskId,
    source: 'body' | 'native',
    issues: readonly (IssueAt & { closed: boolean })[],
  ): Promise<void>;
  /** By command: stands until GitHub shows the native link, which then is the source. */
  addDependency(id: TaskId, on: IssueAt & { closed: boolean }): Promise<void>;
  /** Whatever a command or a native link said. */
  removeDependency(id: TaskId, on: IssueAt): Promise<void>;
  dependencies(id: TaskId): Promise<readonly (IssueAt & { source: 'body' | 'native' | 'command' })[]>;
  /** All that can be reached from an issue. Until the end of the transaction nobody else may ask this. */
  dependenciesFrom(issue: IssueAt): Promise<readonly DependencyEdge[]>;
  /** An issue was opened or closed: dependencies on it that are no tasks follow. Returns the tasks that depend on it. */
  markDependency(on: IssueAt, closed: boolean): Promise<readonly TaskId[]>;
  /** The issue is no more: nothing waits for it. Returns the tasks that did. */
  dropDependency(on: IssueAt): Promise<readonly TaskId[]>;
  /** Every unfinished task of the project's epics, for what comes next. */
  open(project: ProjectId): Promise<readonly OpenTask[]>;
  missing(id: TaskId): Promise<readonly Missing[]>;
  card(id: TaskId): Promise<TaskCard>;
  epicByLabels(project: ProjectId, labels: readonly string[]): Promise<EpicId | null>;
}
