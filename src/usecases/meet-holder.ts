import type { TaskId } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import type { AgentRow, Tx } from '../ports.ts';
import { inReview } from './enter-lane.ts';

/**
 * A task has a new holder. Deliveries come in any order: a pull request of theirs that was seen before may have been
 * turned away for lack of a holder, or belong to no task yet, and counts from now on.
 */
export async function meetHolder(tx: Tx, project: Project, task: TaskId, holder: AgentRow): Promise<void> {
  await tx.pulls.doubtUnlinkedOf(project.id, holder.accountId);
  const pull = await tx.pulls.latestOfTask(task);
  if (pull?.state !== 'open') return;
  await tx.pulls.doubt(pull.id);
  if (!pull.draft && pull.author.id === holder.accountId) await inReview(tx, project, task);
}
