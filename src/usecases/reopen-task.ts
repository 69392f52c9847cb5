import type { Project } from '../core/model/project.ts';
import type { Task } from '../core/model/task.ts';
import { nextStatus } from '../core/task-transition.ts';
import type { Tx } from '../ports.ts';
import { doubtPull } from './doubt-pull.ts';

/**
 * An ended task is pending again, nobody's figure counts any more, and its pull request, locked before, is looked at
 * anew. False: it had not ended.
 */
export async function reopenTask(tx: Tx, project: Project, task: Task, actor: string): Promise<boolean> {
  const status = nextStatus(task.status, { kind: 'reopened' });
  if (!status) return false;
  await tx.tasks.setStatus(task.id, status);
  await tx.tasks.setClaimedPercent(task.id, 0);
  await tx.activity({
    projectId: project.id,
    taskId: task.id,
    kind: `task.${status}`,
    actor,
    detail: { how: 'reopened' },
  });
  await doubtPull(tx, task.id);
  return true;
}
