import type { RepoEvent } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import type { Task } from '../../core/model/task.ts';
import type { Tx } from '../../ports.ts';
import { finishTask } from '../finish-task.ts';

/**
 * The App closed an issue itself. It does so for tasks that are done, which is no news, and as an operator applies a
 * plan that calls a task done, which ends it, whoever holds it. What landed and was taken up again since stays so: that
 * its issue was closed may be heard late.
 */
export async function closedByPlan(
  tx: Tx,
  project: Project,
  task: Task,
  { action, issue }: Pick<Extract<RepoEvent, { kind: 'issue' }>, 'action' | 'issue'>,
): Promise<void> {
  if (action !== 'closed' || issue.stateReason !== 'completed' || task.status === 'done') return;
  const pull = await tx.pulls.latestOfTask(task.id);
  if (pull?.state === 'merged') return;
  if (pull && (await tx.entries.newestOfPull(pull.id))?.state === 'landed') return;
  await finishTask(tx, project, task.id, { how: 'completed', actor: 'flotilla' });
}
