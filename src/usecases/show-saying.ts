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
  task: Task,
  family: LabelFamily,
  label: string | null,
): Promise<void> {
  const key = sayingKey(task, family);
  await tx.effects.want({
    projectId: project.id,
    key,
    settleMs: 500,
    kind: 'labels',
    issue: task.issue,
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
