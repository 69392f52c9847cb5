import { expect } from 'vitest';
import { task } from '../support/know.ts';
import { lastReply, reactions, replies } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { it } from '../support/world.ts';

it('the fault of cost without end: two agents that hand a task to and fro are not heard until a person speaks', async ({
  newWorld,
}) => {
  const world = await newWorld({ workers: false });
  const { agentD, agentE, maintainer } = world;
  const issue = await openTask(world);
  await say(world, issue, agentD, '/claim');
  for (let times = 0; times < 4; times += 1) {
    await say(world, issue, agentD, '/handoff agent-e');
    await say(world, issue, agentE, '/handoff agent-d');
  }
  expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });

  const unheard = await say(world, issue, agentD, '/handoff agent-e');
  expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });
  expect(reactions(unheard)).toEqual([]);
  expect(lastReply(world, issue)).toMatchInlineSnapshot(
    `"\`agent-d[bot]\` and another bot have undone each other's commands here in turn, so neither is heard in this thread for now. A command of a person ends this at once, for example one that says who shall have the task; otherwise it ends within the hour."`,
  );
  const told = replies(world, issue).length;
  await say(world, issue, agentE, '/next');
  await say(world, issue, agentD, '/release');
  expect(replies(world, issue)).toHaveLength(told);
  expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });
  // Elsewhere they are.
  const other = await openTask(world);
  await say(world, other, agentE, '/claim');
  expect(await task(world, other)).toMatchObject({ holder: 'agent-e' });

  await say(world, issue, maintainer, '/priority high');
  await say(world, issue, agentD, '/handoff agent-e');
  expect(await task(world, issue)).toMatchObject({ holder: 'agent-e' });
});
