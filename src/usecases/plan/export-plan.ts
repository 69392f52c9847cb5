import type { RepoRef } from '../../core/model/project.ts';
import { planOfBoard } from '../../core/plan/plan-of-board.ts';
import { patiently } from './patiently.ts';
import type { Onlooker, PlanDeps } from './plan-deps.ts';
import { readPlanBoard } from './read-plan-board.ts';

/** The plan that the repository shows, and the numbers of the tasks that belong to no epic any more. Writes nothing. */
export async function exportPlan(
  deps: PlanDeps,
  repo: RepoRef,
  onlooker: Pick<Onlooker, 'waiting'>,
): Promise<ReturnType<typeof planOfBoard>> {
  return planOfBoard(await patiently(deps, onlooker, () => readPlanBoard(deps, repo, null)), repo.name);
}
