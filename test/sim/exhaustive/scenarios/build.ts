import { heldTask, moveTarget, openPull, pushedWork } from '../arrange.ts';
import { entryStates, landingProblem } from '../landed.ts';
import type { Scenario } from '../scenario.ts';

/** From the opening of a pull request, behind its target, to its candidate under test. */
export const build: Scenario = {
  name: 'build',
  async arrange(world) {
    await heldTask(world);
    await pushedWork(world);
    moveTarget(world, 'src/other');
  },
  act: openPull,
  isOver: (world) => entryStates(world).join() === 'testing',
  problem: landingProblem,
};
