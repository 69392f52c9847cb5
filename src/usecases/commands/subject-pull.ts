import type { Pull } from '../../core/model/pull.ts';
import type { Tx } from '../../ports.ts';
import type { CommandContext } from './command-context.ts';

/** The pull request a command is about, locked: the one under which it was said, or the newest of the task. */
export async function subjectPull(tx: Tx, { project, thread, isPull }: CommandContext): Promise<Pull | null> {
  if (isPull) return tx.pulls.lock(project.id, thread);
  const pull = await tx.pulls.lockOfTask(project.id, thread);
  await tx.tasks.lock(project.id, thread);
  return pull;
}
