import type { RepoRef } from '../../core/model/project.ts';
import type { PlanChange } from '../../core/plan/plan-change.ts';
import { planChanges } from '../../core/plan/plan-changes.ts';
import { planNotes } from '../../core/plan/plan-notes.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { patiently } from './patiently.ts';
import type { Onlooker, PlanDeps } from './plan-deps.ts';
import { readPlanBoard } from './read-plan-board.ts';

/** What applying the plan would do, and what it would leave as it is. Writes nothing. */
export async function comparePlan(
  deps: PlanDeps,
  repo: RepoRef,
  plan: Plan,
  onlooker: Pick<Onlooker, 'waiting'>,
): Promise<{ readonly changes: readonly PlanChange[]; readonly notes: readonly string[] }> {
  const board = await patiently(deps, onlooker, () => readPlanBoard(deps, repo, plan));
  return { changes: planChanges(plan, board), notes: planNotes(plan, board) };
}
