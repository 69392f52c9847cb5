import type { RequeueReason } from '../../core/lane/next-step.ts';
import { showPull } from '../show-pull.ts';
import type { LaneScene } from './lane-scene.ts';
import { recordLanding } from './record-landing.ts';
import { revokeCandidate } from './revoke-candidate.ts';
import type { StepOutcome } from './step-lane.ts';

/** Gives the candidate up and puts the entry back into its place in the queue. */
export async function requeueEntry(scene: LaneScene, how: RequeueReason): Promise<StepOutcome> {
  const { deps, hold, project, entry } = scene;
  const landed = await revokeCandidate(scene);
  if (landed) return recordLanding(scene, landed);
  if (how === 'interrupted') await sweepScratch(scene);
  await deps.store.inLane(hold, async (tx) => {
    await tx.entries.requeue(entry.id, how);
    await tx.activity({
      projectId: project.id,
      ...(entry.taskId === null ? {} : { taskId: entry.taskId }),
      entryId: entry.id,
      kind: 'entry.requeued',
      actor: 'flotilla',
      detail: { pull: entry.pull, how },
    });
    await showPull(tx, project, entry.pullId);
  });
  return 'moved';
}

/** A step that died may have left its scratch branch behind; all of this lane's are older than ours. */
async function sweepScratch({ deps, project, lane }: LaneScene): Promise<void> {
  for (const branch of await deps.github.branches(project, `flotilla/prep/${lane.id}/`)) {
    await deps.github.deleteBranch(project, branch);
  }
}
