import type { ProjectId } from '../../core/model/ids.ts';
import { GitHubBusy, type Deps, type Receiver } from '../../ports.ts';
import { judgePull } from '../judge-pull.ts';
import { runLane } from '../lane/run-lane.ts';
import { drainDeliveries } from './drain-deliveries.ts';
import { lapseLeases } from './lapse-leases.ts';
import { sendEffects } from './send-effects.ts';

const AFTER_TROUBLE_MS = 60_000;
/** How many pull requests one sweep looks at again. */
const PULLS_AT_MOST = 50;

/** Does everything that is due, whether or not anything rang. One part that fails does not keep the others from theirs. */
export async function sweep(deps: Deps, receiver: Receiver): Promise<void> {
  const parts: readonly (() => Promise<void>)[] = [
    () => drainDeliveries(deps, receiver),
    () => lapseLeases(deps),
    () => judgeDuePulls(deps),
    () => runDueLanes(deps),
    () => sendEffects(deps),
  ];
  for (const part of parts) {
    if (deps.stopping()) return;
    try {
      await part();
    } catch (error) {
      deps.log.error({ err: error }, 'a part of the sweep failed');
    }
  }
}

async function judgeDuePulls(deps: Deps): Promise<void> {
  for (const { project: id, number } of await deps.store.read.pullsDue(PULLS_AT_MOST)) {
    if (deps.stopping()) return;
    const project = await deps.store.read.project(id);
    try {
      if (project) await judgePull(deps, project, number);
    } catch (error) {
      if (error instanceof GitHubBusy) {
        await laterOn(deps, id, number, error.retryAfterMs);
        continue;
      }
      deps.log.error({ err: error, project: id, pull: number }, 'a pull request could not be judged');
      await laterOn(deps, id, number, AFTER_TROUBLE_MS);
    }
  }
}

/** Those behind it must not wait for one that cannot be read. */
async function laterOn(deps: Deps, project: ProjectId, number: number, afterMs: number): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const pull = await tx.pulls.lock(project, number);
    if (pull) await tx.pulls.lookAgain(pull.id, afterMs);
  });
}

async function runDueLanes(deps: Deps): Promise<void> {
  await Promise.all((await deps.store.read.lanesDue()).map((lane) => runLane(deps, lane)));
}
