import type { LaneId } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import type { Deps } from '../ports.ts';
import { reconsiderTask } from './reconsider-task.ts';

/**
 * Asks git once more whether the lane's branch has what it had: somebody with the right to it may have moved it back.
 * What went is waited for again. One request for each lane that code came from; none where nobody waited for any. True:
 * something went.
 */
export async function doubtReach(deps: Deps, project: Project, lane: LaneId): Promise<boolean> {
  const known = await deps.store.read.reachKnown(lane);
  const branch = known.length > 0 ? (await deps.store.read.lane(lane))?.branch : undefined;
  if (branch === undefined) return false;
  let lost = false;
  for (const landing of known) {
    const shown = await deps.github.branchContains(project, branch, landing.landed);
    // Where there is no branch its lane is paused, and whoever makes it anew moves it.
    if (!shown || shown.contains) continue;
    lost = true;
    await deps.store.transaction(async (tx) => {
      const waiting = await tx.lanes.unreached(lane, landing);
      for (const task of waiting) await reconsiderTask(tx, project, task);
    });
  }
  return lost;
}
