import type { Task } from './model/task.ts';

/** A task's figures in percent: what its agent says, what can be seen, and the most that either counts for now. */
export interface Progress {
  readonly claimed: number;
  /** From the checklist and from what the status implies. */
  readonly verified: number;
  readonly cap: number;
}

/** Before review 90 at most, before landing 95: the rest is for others to confirm. The view `task_progress` counts alike. */
export function progressOf(task: Pick<Task, 'status' | 'claimedPercent' | 'checklist'>): Progress {
  const { done, total } = task.checklist;
  if (task.status === 'done') return { claimed: task.claimedPercent, verified: 100, cap: 100 };
  const cap = task.status === 'review' ? 95 : 90;
  const ticked = total > 0 ? (100 * done) / total : 0;
  return {
    claimed: task.claimedPercent,
    verified: Math.min(cap, Math.max(ticked, implied(task.status))),
    cap,
  };
}

function implied(status: Task['status']): number {
  if (status === 'review') return 90;
  return status === 'in_progress' ? 10 : 0;
}
