import type { Sha } from '../../core/model/ids.ts';
import { finishTask } from '../finish-task.ts';
import { showPull } from '../show-pull.ts';
import type { LaneScene } from './lane-scene.ts';
import type { StepOutcome } from './step-outcome.ts';

/** Writes down what GitHub shows: the entry landed, its task is done, and what people see of both. One transaction. */
export async function recordLanding(scene: LaneScene, landed: Sha): Promise<StepOutcome> {
  const { deps, hold, project, lane, entry } = scene;
  await deps.store.inLane(hold, async (tx) => {
    await tx.entries.landed(entry.id, landed);
    await tx.activity({
      projectId: project.id,
      ...(entry.taskId === null ? {} : { taskId: entry.taskId }),
      entryId: entry.id,
      kind: 'entry.landed',
      actor: 'flotilla',
      detail: { pull: entry.pull, branch: lane.branch, landed, head: entry.head },
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
    await tx.pulls.lookAgain(entry.pullId, 60_000);
    await showPull(tx, project, entry.pullId);
  });
  deps.log.info({ lane: lane.id, entry: entry.id, pull: entry.pull, landed }, 'landed');
  return 'moved';
}
