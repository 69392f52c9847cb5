import { heldTask, moveTarget, openPull, pushedWork, reach } from '../arrange.ts';
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
    // Its comment may still wait to be edited then: gates are quicker than a minute.
    await reach(world, 'the candidate is tested', () => entryStates(world).join() === 'testing');
  },
  act: () => undefined,
  isOver: (world) => ['landing', 'landed'].includes(entryStates(world).join()),
  problem: landingProblem,
};
