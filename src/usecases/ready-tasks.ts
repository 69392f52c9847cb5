import { rankTasks, type Ranked } from '../core/next-task.ts';
import type { ProjectId } from '../core/model/ids.ts';
import type { Deps } from '../ports.ts';

/** What may be claimed now, the best first. `roles`: what the asker is good at. */
export async function readyTasks(
  deps: Pick<Deps, 'store' | 'clock'>,
  project: ProjectId,
  roles: readonly string[],
): Promise<readonly Ranked[]> {
  const tasks = await deps.store.transaction((tx) => tx.tasks.open(project));
  return rankTasks(tasks, roles, deps.clock.now());
}
