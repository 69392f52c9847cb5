import type { LaneScene } from './lane-scene.ts';

/** A step that died or was refused may have left its scratch branch behind; all of this lane's are ours to remove. */
export async function sweepScratch({ deps, project, lane }: LaneScene): Promise<void> {
  for (const branch of await deps.github.branches(project, `flotilla/prep/${lane.id}/`)) {
    await deps.github.deleteBranch(project, branch);
  }
}
