import type { TaskId } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import { nextStatus, type TaskEvent } from '../core/task-transition.ts';
import type { Tx } from '../ports.ts';
import { reconsiderTask } from './reconsider-task.ts';
import { showTask } from './show-task.ts';
import { wantSyncs } from './want-syncs.ts';

/** How a task ends: by a landing, a maintainer, its holder, or because its pull request was merged without us. */
export interface TaskEnd {
  readonly how: 'landed' | 'completed' | 'not_planned' | 'merged_elsewhere' | 'given_up';
  readonly actor: string;
  readonly reason?: string;
}

/** Ends a task and its hold; what depends on it follows. */
export async function finishTask(tx: Tx, project: Project, id: TaskId, end: TaskEnd): Promise<void> {
  const task = await tx.tasks.lockById(id);
  if (!task) return;
  const status = nextStatus(task.status, eventOf(end));
  if (status) {
    await tx.tasks.setStatus(id, status);
    await tx.activity({
      projectId: project.id,
      taskId: id,
      kind: `task.${status}`,
      actor: end.actor,
      detail: { how: end.how, ...(end.reason === undefined ? {} : { reason: end.reason }) },
    });
  }
  if (status === 'done') await offerCode(tx, project, id);
  await tx.assignments.end(id, status === 'failed' ? 'released' : 'done');
  await showTask(tx, project, id);
  // Given up by its holder, its issue stays open for a maintainer to decide.
  await showDependents(tx, project, task.issue, end.how !== 'given_up');
}

/** The task may be what its epic lacked for the percentage that others wait for: they take its code in from now on. */
async function offerCode(tx: Tx, project: Project, id: TaskId): Promise<void> {
  if (!project.config?.epics.some(({ sync }) => sync.length > 0)) return;
  const { epic } = await tx.tasks.card(id);
  const lane = epic && (await tx.lanes.byBranch(project.id, epic.branch));
  const head = lane && (await tx.lanes.newestLanded(lane.id));
  if (lane && head) await wantSyncs(tx, project, { branch: lane.branch, head });
}

function eventOf({ how }: TaskEnd): TaskEvent {
  if (how === 'given_up') return { kind: 'given_up' };
  return how === 'not_planned' ? { kind: 'closed', completed: false } : { kind: 'landed' };
}

/** Tasks that depend on `issue`, in whichever repository, are freed, or wait again, at once. */
export async function showDependents(
  tx: Tx,
  project: Project,
  issue: number,
  closed: boolean,
): Promise<void> {
  for (const dependent of await tx.tasks.markDependency({ project: project.id, issue }, closed)) {
    const task = await tx.tasks.lockById(dependent);
    if (!task) continue;
    await reconsiderTask(tx, { id: task.projectId }, task.id);
  }
}
