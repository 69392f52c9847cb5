import { keptLabels, MANAGED_LABELS } from '../core/labels.ts';
import type { TaskId } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import { renderSticky } from '../core/words/sticky.ts';
import type { Tx } from '../ports.ts';

/**
 * Wants the task's sticky comment and labels to say what the tables say. Called at the end of every transaction that
 * changed something about a task; what did not change costs nothing.
 */
export async function showTask(tx: Tx, project: Pick<Project, 'id'>, id: TaskId): Promise<void> {
  const card = await tx.tasks.card(id);
  const { task, holder } = card;
  const object = { projectId: project.id, issue: task.issue };
  await tx.effects.want({
    ...object,
    key: `task:${id}`,
    settleMs: 500,
    kind: 'sticky',
    body: renderSticky(card),
    // A new state is worth an edit now; the rest can wait for the next minute.
    state: `${task.status} ${holder?.agentName ?? ''}`,
  });
  await tx.effects.want({
    ...object,
    key: `labels:${id}`,
    settleMs: 500,
    kind: 'labels',
    want: keptLabels(task, holder?.agentName ?? null),
    manage: MANAGED_LABELS,
    // Closing keywords do not fire off the default branch.
    close: task.status === 'done',
  });
}
