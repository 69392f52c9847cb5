import { expect } from 'vitest';
import { doChore } from '../support/chores.ts';
import { task } from '../support/know.ts';
import { labels, lastReply, stickies, sticky } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { claimed } from '../support/work.ts';
import { it, type World } from '../support/world.ts';

it('a label put on a parent reaches its sub-issues at once, and leaves them with it', async ({
  newWorld,
}) => {
  const world = await newWorld({ workers: false });
  const { repo, maintainer } = world;
  const parent = repo.openIssue({ title: 'Services' });
  const child = repo.openIssue({ title: 'Serve it' });
  const own = repo.openIssue({ title: 'Store it', labels: ['epic:1'] });
  for (const issue of [child, own]) repo.addSubIssue(parent, issue, { by: maintainer });
  await world.settle();
  expect(await task(world, child)).toBeNull();

  repo.label(parent, 'epic:2', { by: maintainer });
  await world.settle();
  expect(sticky(world, child)).toContain('| Epic | Services');
  expect(labels(world, child)).toEqual(['status: pending']);
  // Its own label is nearer.
  expect(sticky(world, own)).toContain('| Epic | Repositories');

  repo.unlabel(parent, 'epic:2', { by: maintainer });
  await world.settle();
  expect(sticky(world, child)).toContain('none: no longer tracked');

  // What was told first and came last is as old as GitHub says: no news.
  world.github.knobs.holdDeliveries();
  const late = repo.openIssue({ title: 'Read it' });
  repo.addSubIssue(parent, late, { by: maintainer });
  repo.label(parent, 'epic:2', { by: maintainer });
  world.github.knobs.releaseDeliveries('reversed');
  await world.settle();
  expect(sticky(world, late)).toContain('| Epic | Services');
  expect(actionsOn(world, late)).not.toContain('unlabeled');
  repo.unlabel(parent, 'epic:2', { by: maintainer });
  await world.settle();

  // With no news at all, the next poll finds it. A young project's polls begin ahead of its own time.
  await doChore(world, 'poll');
  await world.database.pool.query("update polls set issues_newest = now() - interval '1 minute'");
  world.github.knobs.chaos({ drop: 1 });
  repo.label(parent, 'epic:1', { by: maintainer });
  await world.github.idle();
  await doChore(world, 'poll');
  await world.settle();
  expect(sticky(world, child)).toContain('| Epic | Repositories');
});

it('an issue with the label of an epic and sub-issues stands for the epic and is no task', async ({
  newWorld,
}) => {
  const world = await newWorld({ workers: false });
  const { repo, maintainer, agentD } = world;
  const early = await openTask(world, { title: 'Repositories', labels: ['epic:1', '10h'] });
  const begun = await claimed(world, { title: 'Also one', by: world.agentE });
  const [one, two, three] = ['One', 'Two', 'Three'].map((title) => repo.openIssue({ title }));
  if (!one || !two || !three) throw new Error('nothing was opened');
  repo.addSubIssue(early, one, { by: maintainer });
  repo.addSubIssue(begun, three, { by: maintainer });
  const late = repo.openIssue({ title: 'More of it' });
  repo.addSubIssue(late, two, { by: maintainer });
  repo.label(late, 'epic:1', { by: maintainer });
  await world.settle();

  expect(sticky(world, early)).toContain(
    '| Epic | stands for Repositories (`epic-1/repositories`) and is no task itself |',
  );
  expect(labels(world, early)).toEqual(['10h', 'epic:1']);
  expect(stickies(world, late)).toEqual([]);
  for (const issue of [early, late]) {
    await say(world, issue, agentD, '/claim');
    expect(lastReply(world, issue)).toContain('its sub-issues are the tasks');
  }
  // Its own work goes on, until it is given back.
  expect(await tasksOf(world, '1')).toEqual([begun, one, two, three].map(({ number }) => number));
  await say(world, begun, world.agentE, '/release');
  expect(await tasksOf(world, '1')).toEqual([one, two, three].map(({ number }) => number));

  repo.removeSubIssue(early, one, { by: maintainer });
  await world.settle();
  expect(await tasksOf(world, '1')).toEqual([early, two, three].map(({ number }) => number));
});

it('a milestone puts an issue into the epic of its title, and a form says its hours', async ({
  newWorld,
}) => {
  const world = await newWorld({ workers: false });
  const { repo, maintainer, writer, stranger } = world;
  const issue = repo.openIssue({
    by: stranger,
    title: 'Serve it',
    body: '### What is it?\n\nA service.\n\n### Estimated hours\n\n6\n\n### Priority\n\nhigh\n',
  });
  await world.settle();
  expect(await task(world, issue)).toBeNull();
  repo.milestone(issue, 'services', { by: maintainer });
  await world.settle();
  expect(sticky(world, issue)).toContain('| Epic | Services');
  expect(sticky(world, issue)).toContain('| Plan | 6 h, priority 75 |');
  expect(sticky(world, issue)).toContain('approved by `mona`, who put it into the epic');
  repo.label(issue, 'epic:1', { by: maintainer });
  await world.settle();
  expect(sticky(world, issue)).toContain('| Epic | Repositories');

  // Its label is nearer: the milestone puts it nowhere, so nobody stands behind its text yet.
  const other = repo.openIssue({ by: stranger, title: 'Parse it' });
  repo.label(other, 'epic:1', { by: writer });
  repo.milestone(other, 'services', { by: maintainer });
  await world.settle();
  expect(sticky(world, other)).toContain('| Epic | Repositories');
  expect(sticky(world, other)).toContain('not approved');
});

/** The issues that count in the progress of an epic. */
async function tasksOf({ database }: World, epic: string): Promise<readonly number[]> {
  const { rows } = await database.pool.query<{ issue: number }>(
    'select t.issue from tasks t join epics e on e.id = t.epic_id where e.key = $1::text order by t.issue',
    [epic],
  );
  return rows.map(({ issue }) => issue);
}

/** What GitHub told about an issue, in order. */
function actionsOn({ github }: World, { number }: { readonly number: number }): readonly (string | null)[] {
  return github.deliveries
    .filter(({ payload }) => (payload['issue'] as { readonly number: number } | undefined)?.number === number)
    .map(({ action }) => action);
}
