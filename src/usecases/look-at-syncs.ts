import type { Project } from '../core/model/project.ts';
import { sourcesOf } from '../core/syncs.ts';
import type { Deps } from '../ports.ts';
import { doubtReach } from './doubt-reach.ts';
import { followReach } from './follow-reach.ts';
import { wantSync } from './want-syncs.ts';

/** Compares the branches themselves: what nobody told of is wanted now. One request per pair of branches. */
export async function lookAtSyncs(deps: Deps, project: Project): Promise<void> {
  const { config, defaultBranch } = project;
  if (!config?.epics.some(({ sync }) => sync.length > 0)) return;
  const waiting = await deps.store.transaction((tx) => tx.projects.waitingEpics(project.id));
  for (const taker of config.epics) {
    const lane = await deps.store.read.laneByBranch(project.id, taker.branch);
    if (!lane) continue;
    for (const { branch, epic } of sourcesOf(config, defaultBranch, taker.branch)) {
      if (lane.draining || waiting.some((one) => one.epic === taker.key && one.on === epic)) continue;
      const { source, target, contained } = await deps.github.syncFacts(project, {
        source: branch,
        target: taker.branch,
      });
      if (!source || !target || contained) continue;
      await deps.store.transaction((tx) =>
        wantSync(tx, project, lane.id, { from: branch, head: source.sha, looked: true }),
      );
    }
    if (taker.sync.length === 0) continue;
    await doubtReach(deps, project, lane.id);
    await followReach(deps, project, lane.id);
  }
}
