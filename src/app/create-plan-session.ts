import { setTimeout as pause } from 'node:timers/promises';
import type { PlanSession, PlanSessionOptions } from '../cli/plan-session.ts';
import { repositoryConfig } from '../config/repository-config.ts';
import { LIMITS } from '../core/budget/limits.ts';
import { createBudget } from '../db/budget.ts';
import { migrate } from '../db/migrate.ts';
import { createPool } from '../db/pool.ts';
import { reachDatabase } from '../db/reach-database.ts';
import { createBoard } from '../github/create-board.ts';
import { createLocalBudget } from '../process/local-budget.ts';
import { applyPlan } from '../usecases/plan/apply-plan.ts';
import { comparePlan } from '../usecases/plan/compare-plan.ts';
import { exportPlan } from '../usecases/plan/export-plan.ts';

/** GitHub for the commands about plans. Where there is a database, its budget is the one of the running Flotilla. */
export async function createPlanSession(options: PlanSessionOptions): Promise<PlanSession> {
  const { appId, privateKey, githubApiUrl: baseUrl, databaseUrl, log, limits = LIMITS } = options;
  const pool = databaseUrl === null ? null : createPool(databaseUrl, { log });
  if (pool && databaseUrl !== null) await reachDatabase(pool, databaseUrl);
  if (pool) await migrate(pool);
  const shared = pool && createBudget(pool, { log, limits });
  const board = createBoard({ appId, privateKey, baseUrl, log, budget: shared ?? createLocalBudget(limits) });
  const deps = { board, configReader: repositoryConfig, wait: options.wait ?? ((ms: number) => pause(ms)) };
  return {
    locate: (owner, name) => board.locate(owner, name),
    compare: (repo, plan, onlooker) => comparePlan(deps, repo, plan, onlooker),
    apply: (repo, plan, onlooker) => applyPlan(deps, repo, plan, onlooker),
    export: (repo, onlooker) => exportPlan(deps, repo, onlooker),
    async close() {
      await shared?.close();
      await pool?.end();
    },
  };
}
