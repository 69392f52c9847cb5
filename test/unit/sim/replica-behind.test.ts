import { expect, it } from 'vitest';
import { ISSUE, openTask, settle } from '../../sim/exhaustive/arrange.ts';
import { runUntil } from '../../sim/exhaustive/run-until.ts';
import { MAINTAINER } from '../../sim/people.ts';
import { createWorld, type World } from '../../sim/world.ts';

const SECOND = 1_000;

it('hears who reopened an issue, though a replica showed it as it was before', async () => {
  let behind = false;
  const world: World = createWorld({
    seed: 3,
    workers: 1,
    interleaving: 0,
    portMutant: {
      name: 'a replica that is behind',
      github: (github, { github: model }) => ({
        ...github,
        issue: async (repo, number) =>
          behind ? (model.issues.get(number)?.snapshot.all()[0] ?? null) : github.issue(repo, number),
      }),
    },
  });
  const { github } = world;
  const by = world.by(MAINTAINER);
  const task = () => [...world.database.tables.tasks.rows.values()][0];
  world.start();
  await openTask(world);
  github.changeIssue(ISSUE, { state: 'closed', stateReason: 'completed' }, { action: 'closed' }, by);
  await settle(world, 'the task is done', () => task()?.status === 'done');

  const deliver = github.onEvent;
  const late: Parameters<typeof deliver>[] = [];
  github.onEvent = (...event) => late.push(event);
  github.changeIssue(ISSUE, { state: 'open', stateReason: 'reopened' }, { action: 'reopened' }, by);
  github.onEvent = deliver;
  await runUntil(world, 2 * SECOND, () => false);
  github.changeIssue(ISSUE, { title: 'Write it again' }, { action: 'edited' }, by);
  await settle(world, 'the newer title is known', () => task()?.title === 'Write it again');

  behind = true;
  for (const event of late) deliver(...event);
  await runUntil(world, 10 * SECOND, () => false);
  expect(task()?.status).toBe('done');
  behind = false;
  await settle(world, 'the issue is taken up again', () => task()?.status === 'pending');
});
