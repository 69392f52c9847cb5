import type { RepoRef } from '../../core/model/project.ts';
import type { Board } from '../../core/plan/board.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { PlanDeps } from './plan-deps.ts';

/** What is on GitHub of what `plan` is about; null: whatever plan there was. */
export async function readPlanBoard(
  { board, configReader }: PlanDeps,
  repo: RepoRef,
  plan: Plan | null,
): Promise<Board> {
  const { configText, ...found } = await board.read(repo);
  const config = configText === null ? null : configReader.parse(configText);
  const names = (plan?.epics ?? []).map(({ branch }) => branch);
  return {
    ...found,
    config: config?.ok ? config.value : null,
    branches: await board.branches(repo, names),
  };
}
