import type { TaskId } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import type { Tx } from '../ports.ts';
import { showTask } from './show-task.ts';

/** What a task waits for changed: it is shown anew, and its pull request may have waited for nothing else. */
export async function reconsiderTask(tx: Tx, project: Pick<Project, 'id'>, id: TaskId): Promise<void> {
  await showTask(tx, project, id);
  const pull = await tx.pulls.latestOfTask(id);
  if (pull?.state === 'open') await tx.pulls.doubt(pull.id);
}
