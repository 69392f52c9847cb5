import { heldTask, moveTarget, openPull, pushedWork, settle } from '../arrange.ts';
import { entryStates, landingProblem } from '../landed.ts';
import type { Scenario } from '../scenario.ts';

/** From a candidate under test, through the verdicts of its gates, to the landing being tried. */
export const judge: Scenario = {
  name: 'judge',
  async arrange(world) {
    await heldTask(world);
    await pushedWork(world);
    moveTarget(world, 'src/other');
    openPull(world);
    await settle(world, 'the candidate is tested', () => entryStates(world).join() === 'testing');
  },
  act: () => undefined,
  isOver: (world) => ['landing', 'landed'].includes(entryStates(world).join()),
  problem: landingProblem,
};
