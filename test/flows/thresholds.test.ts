import { expect } from 'vitest';
import { task } from '../support/know.ts';
import { lastReply, sticky } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { it, type World } from '../support/world.ts';

async function finish(world: World, issue: { readonly number: number }): Promise<void> {
  world.repo.closeIssue(issue, { by: world.maintainer });
  await world.settle();
}

it('a threshold is refused with its figures, and with the tasks that would do it', async ({ newWorld }) => {
  const world = await newWorld({ workers: false });
  const { agentD } = world;
  const epic = (hours: number) => openTask(world, { labels: ['epic:1', `${hours}h`] });
  const [done, small, middle, big] = [await epic(41), await epic(5), await epic(20), await epic(34)];
  const later = await openTask(world, { title: 'Serve it', labels: ['epic:2'] });
  await say(world, later, agentD, '/claim');
  expect(lastReply(world, later)).toMatchInlineSnapshot(
    `"This task's epic waits for epic \`1\` (0 % of weighted hours, needs 50 %: #1 and #4 together would do it). It can be claimed once that epic is far enough."`,
  );

  await finish(world, done);
  await say(world, later, agentD, '/claim\n/status');
  expect(lastReply(world, later)).toMatchInlineSnapshot(
    `"This task's epic waits for epic \`1\` (41 % of weighted hours, needs 50 %: #3 or #4 would do it). It can be claimed once that epic is far enough."`,
  );
  expect(sticky(world, later)).toContain(
    '| Waits for | epic `1` (41 % of weighted hours, needs 50 %: #3 or #4 would do it) |',
  );

  await finish(world, small);
  await say(world, later, agentD, '/claim');
  expect(lastReply(world, later)).toContain('46 % of weighted hours, needs 50 %');
  // What was given up counts for nothing any more, neither as done nor as to be done.
  await say(world, big, agentD, '/claim\n/fail it cannot be built');
  await say(world, later, agentD, '/claim');
  expect(await task(world, later)).toMatchObject({ holder: 'agent-d' });
  expect(await task(world, middle)).toMatchObject({ status: 'pending' });
});
