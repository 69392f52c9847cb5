import type { Task } from '../model/task.ts';
import { progressOf } from '../progress.ts';

/** What a task without an estimate counts as, here and in the view `task_progress`. */
export const DEFAULT_HOURS = 1;

export type CountedTask = Pick<Task, 'status' | 'claimedPercent' | 'checklist' | 'estimateHours'>;

/** How far a task, an epic or a project is; figures in percent, weighted by estimated hours. */
export interface WeightedProgress {
  readonly tasks: number;
  readonly done: number;
  readonly hours: number;
  readonly doneHours: number;
  /** With what agents say, capped before review and before landing. */
  readonly claimed: number;
  /** What can be seen. */
  readonly verified: number;
}

export function hoursOf({ estimateHours }: Pick<Task, 'estimateHours'>): number {
  return estimateHours ?? DEFAULT_HOURS;
}

/** Of one task. The view `task_progress` counts alike. */
export function progressOfTask(task: CountedTask): WeightedProgress {
  const { claimed, verified, cap } = progressOf(task);
  const hours = hoursOf(task);
  const isDone = task.status === 'done';
  return {
    tasks: 1,
    done: isDone ? 1 : 0,
    hours,
    doneHours: isDone ? hours : 0,
    claimed: isDone ? 100 : Math.max(verified, Math.min(cap, claimed)),
    verified,
  };
}

/** Of an epic's or a project's tasks. Those that failed are out of every denominator. */
export function weightedProgress(tasks: readonly CountedTask[]): WeightedProgress {
  return together(tasks.filter(({ status }) => status !== 'failed').map(progressOfTask));
}

/** Several parts as one: weighted by hours, or by number where there are no hours; nothing at all is at 0. */
export function together(parts: readonly WeightedProgress[]): WeightedProgress {
  const sum = (of: (part: WeightedProgress) => number) => parts.reduce((total, part) => total + of(part), 0);
  const hours = sum((part) => part.hours);
  const tasks = sum((part) => part.tasks);
  const weight = (part: WeightedProgress) => (hours > 0 ? part.hours : part.tasks);
  const mean = (of: (part: WeightedProgress) => number) =>
    tasks === 0 ? 0 : sum((part) => weight(part) * of(part)) / (hours > 0 ? hours : tasks);
  return {
    tasks,
    done: sum((part) => part.done),
    hours,
    doneHours: sum((part) => part.doneHours),
    claimed: mean((part) => part.claimed),
    verified: mean((part) => part.verified),
  };
}
