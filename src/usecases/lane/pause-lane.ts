import type { LaneStep } from '../../core/lane/next-step.ts';
import type { LaneScene } from './lane-scene.ts';
import { recordLanding } from './record-landing.ts';
import { revokeCandidate } from './revoke-candidate.ts';
import { showEntry } from './show-entry.ts';
import type { StepOutcome } from './step-outcome.ts';

/** Stops a lane that cannot go on by itself, and says why where people look. */
export async function pauseLane(
  scene: LaneScene,
  { reason, missed }: Extract<LaneStep, { do: 'pause' }>,
): Promise<StepOutcome> {
  const { deps, hold, project, lane, entry } = scene;
  // What GitHub said it landed is not taken back: once the target shows it, it is written down.
  const landed = missed ? null : await revokeCandidate(scene);
  if (landed) return recordLanding(scene, landed);
  deps.log.error({ lane: lane.id, branch: lane.branch, reason }, 'a lane was paused');
  await deps.store.inLane(hold, async (tx) => {
    if (missed) await tx.entries.missLanding(entry.id);
    else if (entry.state !== 'queued') await tx.entries.requeue(entry.id, 'interrupted');
    await tx.entries.lookAgain(entry.id, 60_000);
    await tx.lanes.pause(lane.id, reason, 'flotilla');
    await tx.activity({
      projectId: project.id,
      ...(entry.taskId === null ? {} : { taskId: entry.taskId }),
      entryId: entry.id,
      kind: 'lane.paused',
      actor: 'flotilla',
      detail: { branch: lane.branch, reason },
    });
    await showEntry(tx, project, entry);
  });
  return 'idle';
}
