import type { TaskStatus } from '../model/task.ts';

/** How a task has ended that was not given to the agent; null: it may be given yet. */
export function endUnclaimed(status: TaskStatus): 'landed' | 'lost' | null {
  if (status === 'done') return 'landed';
  return status === 'failed' ? 'lost' : null;
}
