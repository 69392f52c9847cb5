import { expect } from 'vitest';
import { doChore } from '../support/chores.ts';
import { activity, task } from '../support/know.ts';
import { say } from '../support/talk.ts';
import { claimed, configure, opened, proposed, standing } from '../support/work.ts';
import { it, type World } from '../support/world.ts';

/** NUL, and half of a pair: PostgreSQL keeps neither in a text, nor in json. */
const ODD = 'odd \0 and \uD800 text';
const KEPT = 'odd \uFFFD and \uFFFD text';

it('text that no table can hold is taken as far as it can be', async ({ newWorld }) => {
  const world = await newWorld({ workers: false });
  const { repo, maintainer, agentD, database } = world;
  const issue = await claimed(world, { title: ODD });
  repo.editIssue(issue, { body: ODD });
  repo.label(issue, 'odd \0 label', { by: maintainer });
  await say(world, issue, agentD, `/progress 40 ${ODD}`);
  await say(world, issue, agentD, `/block ${ODD}`);
  expect(await task(world, issue)).toMatchObject({ title: KEPT, status: 'blocked', holder: 'agent-d' });
  await say(world, issue, maintainer, '/unblock');
  const pull = await proposed(world, issue, { body: `Task: #${issue.number}\n${ODD}` });
  expect(await standing(world, pull)).toBe('landed');

  await configure(world, (text) => text.replace('title: Services', 'title: "Ser\\0vices"'));
  const { rows } = await database.pool.query("select title from epics where key = '2'");
  expect(rows).toEqual([{ title: 'Ser\uFFFDvices' }]);
  await nothingFailed(world);
});

it('so is what no webhook told of', async ({ newWorld }) => {
  const world = await newWorld({ workers: false });
  world.github.knobs.chaos({ drop: 1 });
  const issue = world.repo.openIssue({ title: ODD, body: ODD, labels: ['epic:1', 'odd \0 label'] });
  const pull = await opened(world, issue, { body: ODD });
  await world.github.idle();
  await doChore(world, 'reconcile');
  await world.settle();
  expect(await task(world, issue)).toMatchObject({ title: KEPT });
  expect(await activity(world, issue, /created/)).toEqual(['task.created']);
  const { rows } = await world.database.pool.query(
    'select body from pull_requests where number = $1::integer',
    [pull.number],
  );
  expect(rows).toEqual([{ body: KEPT }]);
});

async function nothingFailed({ database }: World): Promise<void> {
  const { rows } = await database.pool.query(
    `select event as what, error from deliveries where error is not null
     union all
     select key, error from effects where error is not null`,
  );
  expect(rows).toEqual([]);
}
