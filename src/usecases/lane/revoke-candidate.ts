import type { Sha } from '../../core/model/ids.ts';
import { candidateBranch } from '../../core/model/lane.ts';
import type { LaneScene } from './lane-scene.ts';

/**
 * Takes the permission to land away: the candidate ref goes first, then the target is read. Returns the commit if it
 * had landed all the same (a frozen worker was faster); null means that nothing of this entry can land any more.
 */
export async function revokeCandidate({ deps, project, lane, entry }: LaneScene): Promise<Sha | null> {
  if (entry.attempt === 0) return null;
  await deps.github.deleteBranch(project, candidateBranch(entry));
  // Only an entry in `landing` was ever asked to move the target.
  if (entry.state !== 'landing' || !entry.candidate) return null;
  const target = await deps.github.branchContains(project, lane.branch, entry.candidate.sha);
  return target?.contains ? entry.candidate.sha : null;
}
