import type { Task } from '../../core/model/task.ts';
import type { Tx } from '../../ports.ts';
import type { CommandContext } from './command-context.ts';

/** The task a command is about, locked: the issue's, or that of the pull request under which it was said. */
export async function subjectTask(
  tx: Tx,
  { project, thread, isPull }: Omit<CommandContext, 'actor'>,
): Promise<Task | null> {
  if (!isPull) {
    // First, as whoever judges it does: what is said of a task often puts its pull request in doubt.
    await tx.pulls.lockOfTask(project.id, thread);
    return tx.tasks.lock(project.id, thread);
  }
  const pull = await tx.pulls.lock(project.id, thread);
  return pull?.taskId ? tx.tasks.lockById(pull.taskId) : null;
}
