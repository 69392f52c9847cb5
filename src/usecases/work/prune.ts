import type { Project } from '../../core/model/project.ts';
import { strayBranches } from '../../core/upkeep/stray-branches.ts';
import type { Pruner } from '../../ports.ts';
import type { Chore, ChoreDeps, KeepChore } from './chore.ts';

/** How long the bytes of a webhook are kept: they hold what people wrote. */
const BODY_DAYS = 14;
/** Small enough not to be noticed. */
const BATCH = 2_000;
const BATCHES_AT_MOST = 500;
const DAY_MS = 24 * 60 * 60_000;
const SOON_MS = 60_000;

/** Once a day: what nobody will ask for any more goes, from the tables and from the repositories. */
export const prune: Chore = {
  name: 'prune',
  leaseMs: 120_000,
  atStart: false,
  async run(deps, keep) {
    const { pruner } = deps.upkeep;
    const days = deps.retentionDays;
    const done = [
      await remove(pruner.bodies, Math.min(BODY_DAYS, days), keep),
      await remove(pruner.deliveries, days, keep),
      await remove(pruner.activity, days, keep),
      await remove(pruner.effects, days, keep),
      await remove(pruner.snapshots, days, keep),
      await remove(pruner.missed, days, keep),
    ];
    for (const project of await deps.store.read.activeProjects()) await pruneBranches(deps, project, keep);
    return done.every(Boolean) ? DAY_MS : SOON_MS;
  },
};

/** False: there is more than one run should take. */
async function remove(what: Pruner[keyof Pruner], days: number, keep: KeepChore): Promise<boolean> {
  for (let batch = 0; batch < BATCHES_AT_MOST; batch += 1) {
    await keep();
    if ((await what(days, BATCH)) < BATCH) return true;
  }
  return false;
}

async function pruneBranches(deps: ChoreDeps, project: Project, keep: KeepChore): Promise<void> {
  await keep();
  try {
    const branches = await deps.github.branches(project, 'flotilla/');
    for (const branch of strayBranches(branches, await deps.upkeep.scratchInUse(project.id))) {
      await keep();
      await deps.github.deleteBranch(project, branch);
      deps.log.info({ project: project.id, branch }, 'removed a branch that was left behind');
    }
  } catch (error) {
    // The others must not wait for this one.
    deps.log.error({ err: error, project: project.id }, 'branches could not be pruned');
  }
}
