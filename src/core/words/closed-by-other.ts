import type { TaskStatus } from '../model/task.ts';

/** Answers somebody who closed a task's issue without the right to finish the task. */
export function closedByOther(status: TaskStatus): string {
  return [
    `Closing this issue does not finish its task: the task stays **${status}**.`,
    'A task is done when its pull request lands through its lane, or when a maintainer closes the issue as completed.',
  ].join(' ');
}
