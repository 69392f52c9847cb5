import type { Caller } from '../../core/model/caller.ts';
import type { Catalog, TaskView } from '../../ports.ts';
import { HttpProblem } from '../http-problem.ts';

/** The task with this id, if the caller reaches it; throws otherwise. */
export async function findTask(
  catalog: Pick<Catalog, 'task'>,
  caller: Caller | null,
  id: number,
): Promise<TaskView> {
  const task = await catalog.task(caller?.project ?? null, id);
  if (task) return task;
  throw new HttpProblem(
    404,
    `There is no task ${id}. Tasks have ids of their own: GET /api/tasks lists them.`,
  );
}
