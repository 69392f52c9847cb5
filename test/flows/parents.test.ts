import { expect } from 'vitest';
import { doChore } from '../support/chores.ts';
import { task } from '../support/know.ts';
import { labels, sticky } from '../support/see.ts';
import { it } from '../support/world.ts';

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

it('a milestone puts an issue into the epic of its title, and a form says its hours', async ({
  newWorld,
}) => {
  const world = await newWorld({ workers: false });
  const { repo, maintainer } = world;
  const issue = repo.openIssue({
    title: 'Serve it',
    body: '### What is it?\n\nA service.\n\n### Estimated hours\n\n6\n\n### Priority\n\nhigh\n',
  });
  await world.settle();
  expect(await task(world, issue)).toBeNull();
  repo.milestone(issue, 'services', { by: maintainer });
  await world.settle();
  expect(sticky(world, issue)).toContain('| Epic | Services');
  expect(sticky(world, issue)).toContain('| Plan | 6 h, priority 75 |');
  repo.label(issue, 'epic:1', { by: maintainer });
  await world.settle();
  expect(sticky(world, issue)).toContain('| Epic | Repositories');
});
