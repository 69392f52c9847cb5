import type { Project } from '../core/model/project.ts';
import type { Pull } from '../core/model/pull.ts';
import type { Task } from '../core/model/task.ts';
import type { Tx } from '../ports.ts';
import { showTask } from './show-task.ts';

/** Holds a task out of its lane or lets it in again. The lane's next step takes back what is in flight. */
export async function setHold(
  tx: Tx,
  project: Project,
  task: Task,
  held: boolean,
  actor: string,
): Promise<void> {
  if (task.held === held) return;
  await tx.tasks.setHeld(task.id, held);
  await tx.activity({
    projectId: project.id,
    taskId: task.id,
    kind: held ? 'task.held' : 'task.unheld',
    actor,
  });
  const pull = await tx.pulls.latestOfTask(task.id);
  if (pull) await holdPull(tx, pull, held);
  await showTask(tx, project, task.id);
}

/** The same for the pull request alone, which came to another task. */
export async function holdPull(tx: Tx, pull: Pick<Pull, 'id' | 'state'>, held: boolean): Promise<void> {
  if (pull.state === 'open') await tx.pulls.doubt(pull.id);
  const entry = await tx.entries.liveOfPull(pull.id);
  if (!entry || entry.state === 'waiting') return;
  await tx.entries.setHeld(entry.id, held);
  await tx.entries.lookNow(entry.id, 'suspect');
  tx.ring({ kind: 'lane', lane: entry.laneId });
}
