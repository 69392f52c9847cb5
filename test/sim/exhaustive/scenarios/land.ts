import { heldTask, openPull, pushedWork } from '../arrange.ts';
import { runUntil } from '../run-until.ts';
import { entryStates, landingProblem } from '../landed.ts';
import type { Scenario } from '../scenario.ts';

const SETUP_MS = 120_000;

/** From the queue to the last word about the landing: a head that is up to date needs no second test. */
export const land: Scenario = {
  name: 'land',
  async arrange(world) {
    await heldTask(world);
    await pushedWork(world);
    openPull(world);
    await runUntil(world, SETUP_MS, () => entryStates(world).join() === 'queued');
  },
  act: () => undefined,
  isOver: (world) => entryStates(world).join() === 'landed',
  problem: landingProblem,
};
