import { expect } from 'vitest';
import { createPlanSession } from '../../src/app/create-plan-session.ts';
import { planFiles } from '../../src/config/plan-files.ts';
import { activity, task } from '../support/know.ts';
import { silentLog } from '../support/silent-log.ts';
import { labels } from '../support/see.ts';
import { say } from '../support/talk.ts';
import { deliver } from '../support/deliver.ts';
import { claimed, standing, taskWithPull } from '../support/work.ts';
import { it, type World } from '../support/world.ts';

const PLAN = `version: 1
project: Small
epics:
  - { key: "1", title: Repositories, branch: epic-1/repositories }
tasks:
  - { key: "1", epic: "1", title: One, hours: 8, status: done }
  - { key: "2", epic: "1", title: Two, hours: 4, after: ["1"] }
`;

it('what a plan calls done is done when it was applied, also where somebody is at it', async ({
  newWorld,
}) => {
  const world = await newWorld({ workers: false });
  const one = await apply(world, PLAN, 'One');
  const two = issueOf(world, 'Two');
  expect(await task(world, one)).toMatchObject({ status: 'done' });
  expect(labels(world, one)).toContain('status: done');
  // What waited for it is free.
  await say(world, two, world.agentD, '/claim');
  expect(await task(world, two)).toMatchObject({ status: 'in_progress', holder: 'agent-d' });

  await apply(world, PLAN.replace('hours: 4,', 'hours: 4, status: done,'), 'Two');
  expect(await task(world, two)).toMatchObject({ status: 'done', holder: null });
  expect(await activity(world, two, /done/)).toEqual(['task.done']);
});

it('what landed and was taken up again is not done again because the App closed its issue', async ({
  newWorld,
}) => {
  const world = await newWorld({ workers: false });
  const closings: Record<string, unknown>[] = [];
  world.github.knobs.faultDeliveries((event, payload) => {
    if (event === 'issues' && payload['action'] === 'closed') closings.push(payload);
    return false;
  }, 'drop');
  const issue = await claimed(world);
  const pull = await taskWithPull(world, { issue });
  expect(await standing(world, pull)).toBe('landed');
  const [closing] = closings;
  expect(closing).toMatchObject({ sender: { login: `${world.github.appSlug}[bot]` } });
  await say(world, issue, world.maintainer, '/reopen');

  // As late as can be, and as new as can be.
  const told = { ...(closing?.['issue'] as object), updated_at: new Date().toISOString() };
  await deliver(world, { event: 'issues', payload: { ...closing, issue: told } });
  await world.settle();
  expect(await task(world, issue)).toMatchObject({ status: 'pending' });
});

/** Runs `flotilla plan apply` of this plan, and returns the issue of that title. */
async function apply(world: World, text: string, title: string): Promise<{ readonly number: number }> {
  const plan = planFiles.read(text, 'plan.yml');
  if (!plan.ok) throw new Error(plan.error.join('\n'));
  const { appId, privateKey, url: githubApiUrl } = world.github;
  const log = silentLog;
  const session = await createPlanSession({ appId, privateKey, githubApiUrl, databaseUrl: null, log });
  try {
    const where = await session.locate('acme', 'fleet');
    if (!where) throw new Error('the App is not installed');
    await session.apply(where, plan.value, { progress() {}, waiting() {} });
  } finally {
    await session.close();
  }
  await world.settle();
  return issueOf(world, title);
}

function issueOf({ repo }: World, title: string): { readonly number: number } {
  const issue = [...repo.state.issues.values()].find((one) => one.title === title);
  if (!issue) throw new Error(`no issue has the title ${title}`);
  return issue;
}
