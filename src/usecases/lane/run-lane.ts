import type { LaneId } from '../../core/model/ids.ts';
import type { Deps } from '../../ports.ts';
import { stepLane } from './step-lane.ts';

/** A lane that never settles is a bug; the sweep would go on with it anyway. */
const STEPS_AT_MOST = 200;

/** Steps a lane until it has nothing more to do now, or another worker has it. */
export async function runLane(deps: Deps, lane: LaneId): Promise<void> {
  for (let step = 0; step < STEPS_AT_MOST; step += 1) {
    if (deps.stopping()) return;
    if ((await stepLane(deps, lane)) !== 'moved') return;
  }
  deps.log.error({ lane }, 'a lane did not settle');
}
