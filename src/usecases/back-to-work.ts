import type { TaskId } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import { nextStatus } from '../core/task-transition.ts';
import type { Tx } from '../ports.ts';
import { showTask } from './show-task.ts';

/** The task's pull request left its lane or was closed: its holder goes on, with a fresh lease to do so, if there is one. */
export async function backToWork(tx: Tx, project: Project, id: TaskId): Promise<void> {
  const task = await tx.tasks.lockById(id);
  if (!task) return;
  const holder = await tx.assignments.active(id);
  if (holder && project.config) await tx.assignments.renew(id, project.config.claims.leaseMs);
  const status = nextStatus(task.status, { kind: 'back_to_work', held: holder !== null });
  if (status) {
    await tx.tasks.setStatus(id, status);
    await tx.activity({ projectId: project.id, taskId: id, kind: `task.${status}`, actor: 'flotilla' });
  }
  await showTask(tx, project, id);
}
