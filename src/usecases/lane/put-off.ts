import type { LaneScene } from './lane-scene.ts';
import type { StepOutcome } from './step-outcome.ts';

/** Ends a step that can only wait. What rang while it read GitHub found the lane held, so it is answered now. */
export async function putOff({ deps, hold, entry }: LaneScene, ms: number): Promise<StepOutcome> {
  const quiet = await deps.store.inLane(hold, (tx) => tx.entries.putOff(entry.id, ms));
  return quiet ? 'idle' : 'moved';
}
