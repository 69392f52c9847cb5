import { sayingOf, saysSame } from '../../core/label-saying.ts';
import type { RepoEvent } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import type { Task } from '../../core/model/task.ts';
import type { Tx } from '../../ports.ts';
import { sayingKey, showSaying } from '../show-saying.ts';

/** Who puts a label beside that of a command, and says something else with it, said it last: the other one goes. */
export async function settleSayings(
  tx: Tx,
  project: Project,
  task: Task,
  { action, label, issue }: Extract<RepoEvent, { kind: 'issue' }>,
): Promise<void> {
  const saying = action === 'labeled' && label !== null ? sayingOf(label) : null;
  if (label === null || saying === null || saying.family === 'hold') return;
  const { family, value } = saying;
  const isRival = (other: string) => sayingOf(other)?.family === family && !saysSame(other, label);
  if (!issue.labels.some(isRival) || !(await tx.effects.isKnown(project.id, sayingKey(task, family)))) return;
  if (family === 'estimate') await tx.tasks.setEstimate(task.id, value);
  else await tx.tasks.setPriority(task.id, value);
  await showSaying(tx, project, task, family, label);
}
