import type { Sha } from '../../core/model/ids.ts';
import { finishTask } from '../finish-task.ts';
import { doubtReach } from '../doubt-reach.ts';
import { followReach } from '../follow-reach.ts';
import { wantSync, wantSyncs } from '../want-syncs.ts';
import { wantAgain } from './want-again.ts';
import type { LaneScene } from './lane-scene.ts';
import { showEntry, subjectOf } from './show-entry.ts';
import type { StepOutcome } from './step-outcome.ts';

/** Writes down what GitHub shows: the entry landed, its task is done, and what people see of both. One transaction. */
export async function recordLanding(scene: LaneScene, landed: Sha): Promise<StepOutcome> {
  const { deps, hold, project, lane, entry } = scene;
  const moved = await deps.store.inLane(hold, async (tx) => {
    const before = await tx.lanes.newestLanded(lane.id);
    await tx.entries.landed(entry.id, landed);
    await tx.activity({
      projectId: project.id,
      ...(entry.taskId === null ? {} : { taskId: entry.taskId }),
      entryId: entry.id,
      kind: 'entry.landed',
      actor: 'flotilla',
      detail: { ...subjectOf(entry), branch: lane.branch, landed, head: entry.head },
    });
    if (entry.taskId !== null) {
      await tx.evidence.add({
        taskId: entry.taskId,
        type: 'commit',
        ref: landed,
        summary: `#${entry.pull} landed on ${lane.branch}`,
        url: null,
        grade: 'verified',
      });
      await finishTask(tx, project, entry.taskId, { how: 'landed', actor: 'flotilla' });
    }
    // GitHub closes it by itself. If it does not, the head has moved on, and somebody should be told.
    if (entry.sync === null) await tx.pulls.lookAgain(entry.pullId, 60_000);
    else await wantAgain(tx, project, entry);
    await wantSyncs(tx, project, { branch: lane.branch, head: landed });
    // Somebody may have mended what kept another branch's code out.
    for (const failed of await tx.entries.failedSyncs(lane.id)) {
      if (!(await tx.entries.syncTroubleOpen(lane.id, failed.from)))
        await wantSync(tx, project, lane.id, failed);
    }
    await showEntry(tx, project, entry);
    return before !== null && before !== entry.candidate?.base;
  });
  deps.log.info({ lane: lane.id, entry: entry.id, ...subjectOf(entry), landed }, 'landed');
  // Somebody else moved the branch since the landing before this one, and need not have moved it ahead.
  if (moved) await doubtReach(deps, project, lane.id);
  await followReach(deps, project, lane.id);
  return 'moved';
}
