import type { z } from 'zod';
import type { ProjectId } from '../../core/model/ids.ts';
import type { Ranked } from '../../core/next-task.ts';
import type { ApiDeps } from './api-deps.ts';
import type { ReadyTask } from './schemas.ts';

/** What may be claimed now, the best first; `roles`: what the asker is good at. */
export async function readyList(
  { catalog, readyTasks }: Pick<ApiDeps, 'catalog' | 'readyTasks'>,
  project: ProjectId,
  roles: readonly string[],
): Promise<z.output<typeof ReadyTask>[]> {
  const tasks = await readyTasks(project, roles);
  const ids = await catalog.taskIds(
    project,
    tasks.map(({ task }) => task.issue),
  );
  const idOf = new Map(ids.map((one) => [one.issue, one.id]));
  return tasks.map((one) => ({ id: idOf.get(one.task.issue) ?? 0, ...readyTask(one) }));
}

function readyTask({
  task,
  score,
  behindHours,
  openDays,
  fits,
  conflicts,
}: Ranked): Omit<z.output<typeof ReadyTask>, 'id'> {
  const { issue, title, priority, hours } = task;
  const conflictsWith = [...new Set(conflicts.map((conflict) => conflict.issue))];
  return { issue, title, priority, hours, score, behindHours, openDays, fits, conflictsWith };
}
