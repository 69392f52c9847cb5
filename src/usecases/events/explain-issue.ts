import type { RepoEvent } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import type { Task } from '../../core/model/task.ts';
import { closedByOther } from '../../core/words/closed-by-other.ts';
import { reopenedByOther } from '../../core/words/reopened-by-other.ts';
import type { Tx } from '../../ports.ts';

/**
 * Somebody without the right to end a task, or to take it up again, closed or reopened its issue: the task keeps its
 * status, and they are told.
 */
export async function explain(
  tx: Tx,
  project: Project,
  task: Task,
  { action, issue }: Extract<RepoEvent, { kind: 'issue' }>,
  actor: string,
): Promise<void> {
  const ended = task.status === 'done' || task.status === 'failed';
  if (action !== (ended ? 'reopened' : 'closed')) return;
  const kind = ended ? 'task.reopen_ignored' : 'task.close_ignored';
  await tx.activity({ projectId: project.id, taskId: task.id, kind, actor });
  await tx.effects.want({
    projectId: project.id,
    key: `${action}:${task.id}:${issue.updatedAt.getTime()}`,
    settleMs: 0,
    kind: 'comment',
    issue: task.issue,
    body: ended ? reopenedByOther(task.status) : closedByOther(task.status),
  });
}
