import type { RequeueReason } from '../../core/lane/next-step.ts';
import type { Tx } from '../../ports.ts';
import type { LaneScene } from './lane-scene.ts';
import { recordLanding } from './record-landing.ts';
import { revokeCandidate } from './revoke-candidate.ts';
import { showEntry, subjectOf } from './show-entry.ts';
import type { StepOutcome } from './step-outcome.ts';
import { sweepScratch } from './sweep-scratch.ts';

/** Gives the candidate up and puts the entry back into its place in the queue. */
export async function requeueEntry(scene: LaneScene, why: RequeueReason): Promise<StepOutcome> {
  const { deps, hold, project, entry } = scene;
  const landed = await revokeCandidate(scene);
  if (landed) return recordLanding(scene, landed);
  if (why === 'interrupted') await sweepScratch(scene);
  await deps.store.inLane(hold, async (tx) => {
    const how = why === 'held' && !(await stillHeld(tx, scene)) ? 'interrupted' : why;
    await tx.entries.requeue(entry.id, how);
    await tx.activity({
      projectId: project.id,
      ...(entry.taskId === null ? {} : { taskId: entry.taskId }),
      entryId: entry.id,
      kind: 'entry.requeued',
      actor: 'flotilla',
      detail: { ...subjectOf(entry), how },
    });
    await showEntry(tx, project, entry);
  });
  return 'moved';
}

/** The hold may have ended while the candidate was revoked: then nobody would come to lift it from the entry. */
async function stillHeld(tx: Tx, { entry }: LaneScene): Promise<boolean> {
  const task = entry.taskId === null ? null : await tx.tasks.lockById(entry.taskId);
  return task?.held === true;
}
