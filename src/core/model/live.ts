import type { ProjectId, TaskId } from './ids.ts';
import type { TaskStatus } from './task.ts';

/** One line of the log, for those who follow it. */
export interface LiveEvent {
  readonly id: number;
  readonly projectId: ProjectId;
  readonly taskId: TaskId | null;
  readonly issue: number | null;
  /** Key of the task's epic. */
  readonly epic: string | null;
  readonly kind: string;
  readonly actor: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** How far a task is. */
export interface LiveProgress {
  readonly projectId: ProjectId;
  readonly taskId: TaskId;
  readonly issue: number;
  readonly epic: string | null;
  readonly status: TaskStatus;
  /** The highest figure there is, capped while it is not done; `verified` without what the agent says. */
  readonly percent: number;
  readonly verified: number;
  /** Who holds it. */
  readonly agent: string | null;
}

/** What somebody wants to hear of. Null: of all. */
export interface LiveFilter {
  readonly project: ProjectId | null;
  readonly epic: string | null;
  readonly task: TaskId | null;
  /** Kinds (`task.claimed`), or what they begin with (`task`). */
  readonly kinds: readonly string[] | null;
  /** Whether to hear of progress as well. */
  readonly progress: boolean;
}
