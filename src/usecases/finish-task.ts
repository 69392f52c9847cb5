import type { TaskId } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import { nextStatus } from '../core/task-transition.ts';
import type { Tx } from '../ports.ts';
import { showTask } from './show-task.ts';

/** Ends a task: by a landing, by a maintainer, or because its pull request was merged without us. */
export async function finishTask(
  tx: Tx,
  project: Project,
  id: TaskId,
  end: { readonly how: 'landed' | 'completed' | 'not_planned' | 'merged_elsewhere'; readonly actor: string },
): Promise<void> {
  const task = await tx.tasks.lockById(id);
  if (!task) return;
  const event =
    end.how === 'not_planned' ? { kind: 'closed' as const, completed: false } : { kind: 'landed' as const };
  const status = nextStatus(task.status, event);
  if (status) {
    await tx.tasks.setStatus(id, status);
    await tx.activity({
      projectId: project.id,
      taskId: id,
      kind: `task.${status}`,
      actor: end.actor,
      detail: { how: end.how },
    });
  }
  await tx.assignments.end(id, status === 'failed' ? 'released' : 'done');
  await showTask(tx, project, id);
  await showDependents(tx, project, task.issue, true);
}

/** Tasks that depend on `issue` are freed, or wait again, at once. */
export async function showDependents(
  tx: Tx,
  project: Project,
  issue: number,
  closed: boolean,
): Promise<void> {
  for (const dependent of await tx.tasks.markDependency(project.id, issue, closed)) {
    const task = await tx.tasks.lock(project.id, dependent);
    if (!task) continue;
    await showTask(tx, project, task.id);
    const pull = await tx.pulls.latestOfTask(task.id);
    if (pull?.state === 'open') await tx.pulls.lookAgain(pull.id, 0);
  }
}
