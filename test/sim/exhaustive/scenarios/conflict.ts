import { heldTask, ISSUE, moveTarget, openPull, pushedWork, TARGET } from '../arrange.ts';
import { firstProblem, holders, labelsOf, said, statuses, told } from '../exactly-once.ts';
import { entryStates } from '../landed.ts';
import type { Scenario } from '../scenario.ts';

/** Both sides changed the same file: out of the lane, told once, and back to work. */
export const conflict: Scenario = {
  name: 'conflict',
  async arrange(world) {
    await heldTask(world);
    await pushedWork(world, 'src/shared');
    moveTarget(world, 'src/shared');
  },
  act: openPull,
  isOver: (world) => entryStates(world).join() === 'ejected',
  problem(world) {
    const reasons = [...world.database.tables.entries.rows.values()].map(({ reason }) => reason);
    const moves = world.github.moves.filter(
      ({ branch, by, before }) => branch === TARGET && by.app && before !== null,
    );
    return firstProblem({
      entries: [entryStates(world), ['ejected']],
      reasons: [reasons, ['conflict']],
      'ejections told': [said(world, 'ejected:'), 1],
      'ejections in the log': [told(world, 'entry.ejected'), 1],
      'moves of the target': [moves.length, 0],
      status: [statuses(world), ['in_progress']],
      holders: [holders(world), ['active']],
      'status comments': [said(world, 'task:'), 1],
      labels: [labelsOf(world, ISSUE), ['agent: agent-a', 'epic:1', 'status: in_progress']],
    });
  },
};
