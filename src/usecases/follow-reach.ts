import type { LaneId } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import type { Deps } from '../ports.ts';
import { reconsiderTask } from './reconsider-task.ts';

/** So many landings of one lane are asked about at a time; what is older waits for the next look. */
const ASKED_AT_MOST = 5;

/**
 * Asks git which landings that tasks of this lane's epic wait for are on its branch by now. One request per lane that
 * they landed on, as a rule: who has the newest has those that it was built on. None where nobody waits.
 */
export async function followReach(deps: Deps, project: Project, lane: LaneId): Promise<void> {
  const missing = await deps.store.read.codeMissing(lane);
  const branch = missing.length > 0 ? (await deps.store.read.lane(lane))?.branch : undefined;
  if (branch === undefined) return;
  for (const source of new Set(missing.map((one) => one.lane))) {
    const there = new Set<number>();
    for (const landing of missing.filter((one) => one.lane === source).slice(0, ASKED_AT_MOST)) {
      if (there.has(landing.era)) continue;
      const shown = await deps.github.branchContains(project, branch, landing.landed);
      if (!shown?.contains) continue;
      there.add(landing.era);
      await deps.store.transaction(async (tx) => {
        const waited = await tx.lanes.reached(lane, landing);
        for (const task of waited) await reconsiderTask(tx, project, task);
      });
    }
  }
}
