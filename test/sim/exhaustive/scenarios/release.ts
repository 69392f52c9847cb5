import { agent, heldTask, ISSUE } from '../arrange.ts';
import {
  answerTo,
  commentsOf,
  firstProblem,
  holders,
  labelsOf,
  said,
  statuses,
  told,
} from '../exactly-once.ts';
import type { Scenario } from '../scenario.ts';

/** The holder gives the task back. */
export const release: Scenario = {
  name: 'release',
  arrange: (world) => heldTask(world),
  act: (world) => void world.github.comment(ISSUE, '/release', world.by(agent(0))),
  isOver: (world) => holders(world).join() === 'released',
  problem(world) {
    const [comment] = commentsOf(world, '/release');
    return firstProblem({
      holders: [holders(world), ['released']],
      answer: [comment && answerTo(world, comment), { reactions: ['+1'], replies: 0, outcomes: ['done'] }],
      'releases in the log': [told(world, 'task.released'), 1],
      status: [statuses(world), ['pending']],
      'status comments': [said(world, 'task:'), 1],
      labels: [labelsOf(world, ISSUE), ['epic:1', 'status: pending']],
    });
  },
};
