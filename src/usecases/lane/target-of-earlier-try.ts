import type { EntryFacts } from '../../core/lane/next-step.ts';
import type { LaneScene } from './lane-scene.ts';

/** Only an earlier try can have moved the target. */
export async function targetOfEarlierTry({
  deps,
  project,
  lane,
  entry,
}: LaneScene): Promise<EntryFacts['target']> {
  if (!entry.landing || !entry.candidate) return null;
  return deps.github.branchContains(project, lane.branch, entry.candidate.sha);
}
