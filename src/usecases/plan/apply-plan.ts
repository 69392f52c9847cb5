import type { RepoRef } from '../../core/model/project.ts';
import { issueFinder, type Board } from '../../core/plan/board.ts';
import { planChanges } from '../../core/plan/plan-changes.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { GitHubRefused } from '../../ports.ts';
import { makeChange, type Issues } from './make-change.ts';
import { patiently } from './patiently.ts';
import type { Onlooker, PlanDeps } from './plan-deps.ts';
import { readPlanBoard } from './read-plan-board.ts';

/** So often an answer may fail to come without any change in between. */
const PATIENCE = 5;
/** After this, GitHub's lists show what it did before. */
const SETTLED_MS = 30_000;

/**
 * Makes GitHub show the plan, and says how many changes that took. After an answer that never came it looks at what is
 * there instead of trying again, so nothing is made twice; and for the same reason another apply continues one that was
 * cut off. Throws `GitHubRefused` where GitHub will not have it, and what was thrown last where GitHub stays silent.
 */
export async function applyPlan(
  deps: PlanDeps,
  repo: RepoRef,
  plan: Plan,
  onlooker: Onlooker,
): Promise<number> {
  let done = 0;
  for (let failures = 0; ;) {
    const before = done;
    try {
      const board = await patiently(deps, onlooker, () => readPlanBoard(deps, repo, plan));
      const changes = planChanges(plan, board);
      const issues = knownIssues(plan, board);
      const total = done + changes.length;
      for (const change of changes) {
        await patiently(deps, onlooker, () => makeChange(deps.board, repo, change, { board, issues }));
        done += 1;
        onlooker.progress(done, total);
      }
      return done;
    } catch (error) {
      failures = done > before ? 1 : failures + 1;
      if (error instanceof GitHubRefused || failures >= PATIENCE) throw error;
      onlooker.waiting(SETTLED_MS);
      await deps.wait(SETTLED_MS);
    }
  }
}

function knownIssues(plan: Plan, board: Board): Issues {
  const find = issueFinder(board);
  const items = [
    ...plan.epics.map(({ key }) => ({ kind: 'epic' as const, key })),
    ...plan.tasks.map(({ key }) => ({ kind: 'task' as const, key })),
  ];
  const known: Issues = { epic: new Map(), task: new Map() };
  for (const item of items) {
    const issue = find(item);
    if (issue) known[item.kind].set(item.key, issue);
  }
  return known;
}
