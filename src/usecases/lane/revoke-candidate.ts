import type { Sha } from '../../core/model/ids.ts';
import { candidateBranch } from '../../core/model/lane.ts';
import type { LaneScene } from './lane-scene.ts';

/**
 * By then every replica shows a landing that was tried: the hold (20 s) was live when it was sent, a request takes 10 s
 * at most, and replicas are up to 30 s behind.
 */
const SHOWN_AFTER_MS = 60_000;

/**
 * Takes the permission to land away: the candidate ref goes first, then the target is read. Returns the commit if it
 * had landed all the same (a frozen worker was faster); null means that nothing of this entry can land any more.
 */
export async function revokeCandidate({ deps, hold, project, lane, entry }: LaneScene): Promise<Sha | null> {
  if (entry.attempt === 0) return null;
  const ref = await deps.github.deleteBranch(project, candidateBranch(entry));
  // Only an entry in `landing` was ever asked to move the target.
  if (entry.state !== 'landing' || !entry.candidate) return null;
  const target = await deps.github.branchContains(project, lane.branch, entry.candidate.sha);
  if (target?.contains) return entry.candidate.sha;
  // A landing takes the ref along: whoever found it still there knows that there was none. Else a replica may be behind.
  const since = entry.landing?.since.getTime() ?? -Infinity;
  const shown = hold.at.getTime() - since >= SHOWN_AFTER_MS;
  if (ref === 'missing' && !shown) throw new Error('it may have landed, and replicas may be behind');
  return null;
}
