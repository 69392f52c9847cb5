import { heldTask, moveTarget, openPull, pushedWork } from '../arrange.ts';
import { entryStates, landingProblem } from '../landed.ts';
import type { Scenario } from '../scenario.ts';

/** From the opening of a pull request, behind its target, through its candidate under test, to where all is quiet. */
export const build: Scenario = {
  name: 'build',
  async arrange(world) {
    await heldTask(world);
    await pushedWork(world);
    moveTarget(world, 'src/other');
  },
  act: openPull,
  isOver: (world) => ['testing', 'landing', 'landed'].includes(entryStates(world).join()),
  problem: landingProblem,
};
