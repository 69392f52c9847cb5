import type { Project } from '../../core/model/project.ts';
import type { Task } from '../../core/model/task.ts';
import type { Deps, Tx } from '../../ports.ts';
import { releaseTask } from '../release-task.ts';
import { showTask } from '../show-task.ts';
import { tellLapsed } from '../tell-lapsed.ts';

type LapseDeps = Pick<Deps, 'store' | 'log'>;

/** Warns the holders whose lease is over, and later takes the tasks back that nobody works on any more. */
export async function lapseLeases(deps: LapseDeps): Promise<void> {
  for (const { project: id, issue } of await deps.store.read.lapsingAssignments()) {
    const project = await deps.store.read.project(id);
    try {
      if (project) await lapse(deps, project, issue);
    } catch (error) {
      // The others must not wait for this one.
      deps.log.error({ err: error, project: id, issue }, 'a lapsed lease could not be ended');
    }
  }
}

async function lapse(deps: LapseDeps, project: Project, issue: number): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const task = await tx.tasks.lock(project.id, issue);
    // Its holder may have been heard of since it was found.
    const due = task && (await tx.assignments.lapsing(task.id));
    if (!task || due === null) return;
    if (due === 'warn') await warn(tx, project, task);
    else await takeBack(tx, project, task);
  });
}

async function warn(tx: Tx, project: Project, task: Task): Promise<void> {
  const holder = await tx.assignments.active(task.id);
  await tx.assignments.warn(task.id);
  await tx.activity({
    projectId: project.id,
    taskId: task.id,
    kind: 'lease.warned',
    actor: 'flotilla',
    detail: { holder: holder?.agentName },
  });
  await showTask(tx, project, task.id);
}

async function takeBack(tx: Tx, project: Project, task: Task): Promise<void> {
  const holder = await tx.assignments.active(task.id);
  await releaseTask(tx, project, task, { how: 'lapsed', actor: 'flotilla' });
  if (holder) await tellLapsed(tx, project, task, holder);
}
