import type { RepoEvent } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import { nextStatus } from '../../core/task-transition.ts';
import type { Deps } from '../../ports.ts';
import { showTask } from '../show-task.ts';

/** The issue was deleted or moved away: nobody can work on it here any more, and nothing is written to it. */
export async function issueGone(
  deps: Deps,
  project: Project,
  event: Extract<RepoEvent, { kind: 'issue_gone' }>,
): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const task = await tx.tasks.lock(project.id, event.issue);
    if (!task) return;
    const status = nextStatus(task.status, { kind: 'closed', completed: false });
    if (status) await tx.tasks.setStatus(task.id, status);
    await tx.assignments.end(task.id, 'released');
    for (const dependent of await tx.tasks.dropDependency({ project: project.id, issue: event.issue })) {
      const freed = await tx.tasks.lockById(dependent);
      if (freed) await showTask(tx, { id: freed.projectId }, freed.id);
    }
    await tx.activity({
      projectId: project.id,
      taskId: task.id,
      kind: `issue.${event.how}`,
      actor: 'github',
      detail: { issue: event.issue },
    });
  });
}
