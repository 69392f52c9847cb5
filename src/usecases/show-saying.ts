import type { LabelFamily } from '../core/label-saying.ts';
import type { Project } from '../core/model/project.ts';
import type { Task } from '../core/model/task.ts';
import type { Tx } from '../ports.ts';

/**
 * Shows on a task's issue what was said of it last, in place of the labels that say something else. Once: from then on
 * the label is people's again, who say something new by changing it.
 */
export async function showSaying(
  tx: Tx,
  project: Pick<Project, 'id'>,
  task: Pick<Task, 'id' | 'issue'>,
  family: LabelFamily,
  label: string | null,
): Promise<void> {
  await show(tx, project, sayingKey(task, family), { issue: task.issue, family, label });
}

/** The label `hold` of a pull request goes when somebody said that its task is held no more. */
export async function showLetGo(tx: Tx, project: Pick<Project, 'id'>, pull: number): Promise<void> {
  await show(tx, project, `labels:pull:${pull}:hold`, { issue: pull, family: 'hold', label: null });
}

async function show(
  tx: Tx,
  project: Pick<Project, 'id'>,
  key: string,
  { issue, family, label }: { issue: number; family: LabelFamily; label: string | null },
): Promise<void> {
  await tx.effects.want({
    projectId: project.id,
    key,
    settleMs: 500,
    kind: 'labels',
    issue,
    want: label === null ? [] : [label],
    manage: [],
    instead: family,
    close: false,
  });
  // Somebody may have changed it on GitHub since it was wanted like this before.
  await tx.effects.again(project.id, key);
}

/** The name of what a command has to show there. */
export function sayingKey({ id }: Pick<Task, 'id'>, family: LabelFamily): string {
  return `labels:${id}:${family}`;
}
