import type { TaskStatus } from '../model/task.ts';

/** Answers somebody who reopened an ended task's issue without the right to take the task up again. */
export function reopenedByOther(status: TaskStatus): string {
  return [
    `Reopening this issue does not take its task up again: the task stays **${status}**.`,
    'If work remains, a maintainer can close the issue and reopen it.',
  ].join(' ');
}
