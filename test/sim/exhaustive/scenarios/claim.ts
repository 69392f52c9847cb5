import { agent, ISSUE, openTask } from '../arrange.ts';
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

/** Two agents ask at once: one holder, two answers. */
export const claim: Scenario = {
  name: 'claim',
  arrange: (world) => openTask(world),
  act(world) {
    world.github.comment(ISSUE, '/claim', world.by(agent(0)));
    world.github.comment(ISSUE, '/claim', world.by(agent(1)));
  },
  isOver: ({ database }) => database.tables.commands.rows.size === 2,
  problem(world) {
    const answers = commentsOf(world, '/claim').map((comment) => answerTo(world, comment));
    const won = answers.filter(({ outcomes }) => outcomes.join() === 'done');
    const lost = answers.filter(({ outcomes }) => outcomes.join() === 'refused');
    return firstProblem({
      holders: [holders(world), ['active']],
      'the winner': [won.map(({ reactions, replies }) => [reactions, replies]), [[['+1'], 1]]],
      'the other': [lost.map(({ reactions, replies }) => [reactions, replies]), [[['-1'], 1]]],
      'claims in the log': [told(world, 'task.claimed') + told(world, 'task.renewed'), 1],
      status: [statuses(world), ['in_progress']],
      'status comments': [said(world, 'task:'), 1],
      'agent labels': [labelsOf(world, ISSUE).filter((label) => label.startsWith('agent: ')).length, 1],
    });
  },
};
