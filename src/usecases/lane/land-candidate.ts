import { ZERO_SHA } from '../../core/model/ids.ts';
import { candidateBranch } from '../../core/model/lane.ts';
import { ejectEntry } from './eject-entry.ts';
import type { LaneScene } from './lane-scene.ts';
import { putOff } from './put-off.ts';
import { recordLanding } from './record-landing.ts';
import { requeueEntry } from './requeue-entry.ts';
import type { StepOutcome } from './step-outcome.ts';

/**
 * Moves the target from the tested base to exactly the tested candidate and consumes the candidate ref, both or neither.
 * `landing` is written first, so that whoever comes after a crash knows to ask the target. Needs the scene's hold.
 */
export async function landCandidate(scene: LaneScene): Promise<StepOutcome> {
  const { deps, hold, project, lane, entry } = scene;
  const { candidate } = entry;
  if (!candidate) return requeueEntry(scene, 'interrupted');
  if (!(await beginLanding(scene))) return putOff(scene, 1_000);
  const moved = await deps.github.updateRefs(project, [
    { branch: lane.branch, before: candidate.base, after: candidate.sha },
    { branch: candidateBranch(entry), before: candidate.sha, after: ZERO_SHA },
  ]);
  if (!moved.ok) {
    if (moved.error.kind === 'denied') {
      const landing: LaneScene = { ...scene, entry: { ...entry, state: 'landing' } };
      return ejectEntry(landing, 'push_denied', { message: moved.error.message });
    }
    // Not where we thought it was, or a replica is behind: the next step reads and decides.
    return putOff(scene, 1_000);
  }
  await deps.store.inLane(hold, (tx) => tx.entries.confirmLanding(entry.id));
  const target = await deps.github.branchContains(project, lane.branch, candidate.sha);
  const shown = target?.contains && (target.sha !== candidate.sha || target.tree === candidate.tree);
  if (shown) return recordLanding(scene, candidate.sha);
  return putOff(scene, 1_000);
}

/**
 * From here on it may land at any moment. False: since it was looked at, somebody was told that it waits, leaves, or that
 * its lane is paused, or heard that its pull request is not what was tested any more.
 */
function beginLanding({ deps, hold, lane, entry }: LaneScene): Promise<boolean> {
  return deps.store.inLane(hold, async (tx) => {
    const known = await tx.entries.lock(entry.id);
    if (!known || known.held || known.leaving) return false;
    if ((await tx.lanes.lock(lane.id))?.paused) return false;
    if (entry.sync === null) {
      const { pull } = await tx.pulls.view(entry.pullId);
      const { state, draft, head, baseRef } = pull;
      if (state !== 'open' || draft || head !== entry.head || baseRef !== lane.branch) return false;
    }
    await tx.entries.setState(entry.id, 'landing');
    return true;
  });
}
