import { agent, ISSUE, openTask } from '../arrange.ts';
import { answerTo, commentsOf, firstProblem, holders, labelsOf, said, told } from '../exactly-once.ts';
import type { Scenario } from '../scenario.ts';

/** GitHub sends every delivery a second time: each is handled once. */
export const redelivery: Scenario = {
  name: 'redelivery',
  twice: true,
  arrange: (world) => openTask(world),
  act: (world) => void world.github.comment(ISSUE, '/claim', world.by(agent(0))),
  isOver: (world) =>
    world.database.tables.commands.rows.size === 1 && labelsOf(world, ISSUE).includes('agent: agent-a'),
  problem(world) {
    const { deliveries } = world.database.tables;
    const [comment] = commentsOf(world, '/claim');
    return firstProblem({
      holders: [holders(world), ['active']],
      answer: [comment && answerTo(world, comment), { reactions: ['+1'], replies: 1, outcomes: ['done'] }],
      'claims in the log': [told(world, 'task.claimed') + told(world, 'task.renewed'), 1],
      'status comments': [said(world, 'task:'), 1],
      'rows of deliveries': [deliveries.rows.size, world.webhooks.sent()],
    });
  },
};
