import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'vitest';
import { deliver } from '../support/deliver.ts';
import { task } from '../support/know.ts';
import { labels, replies, sticky } from '../support/see.ts';
import { it, type World } from '../support/world.ts';

type Payload = Readonly<Record<string, unknown>>;
const require = createRequire(import.meta.url);
const groups = JSON.parse(readFileSync(require.resolve('@octokit/webhooks-examples'), 'utf8')) as readonly {
  readonly name: string;
  readonly examples: readonly Payload[];
}[];
const examples = groups.flatMap(({ name, examples: payloads }) =>
  payloads.map((payload, index) => ({ event: name, payload, guid: `${name}-${index}` })),
);

/** These say that the whole project has gone elsewhere, and would be right to be believed. */
const ABOUT_THE_PROJECT = new Set(['installation', 'installation_repositories', 'repository']);

/** Sends them all and answers how each ended, but for those that ended well. */
async function send(world: World, which: typeof examples): Promise<readonly unknown[]> {
  for (let at = 0; at < which.length; at += 20) {
    const answers = await Promise.all(which.slice(at, at + 20).map((example) => deliver(world, example)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  }
  await world.app.sweep();
  const { rows } = await world.database.pool.query(
    "select guid, state, error from deliveries where guid = any ($1::text[]) and state <> 'handled'",
    [which.map(({ guid }) => guid)],
  );
  return rows;
}

/** What the world knows and shows of its own work, which no stranger's event may touch. */
async function standing(world: World, issue: number) {
  const { rows } = await world.database.pool.query(
    'select owner, name, state, installation_id, default_branch, config_blob, config_error from projects order by id',
  );
  const lanes = await world.database.pool.query('select branch, pause_reason from lanes order by id');
  return {
    projects: rows,
    lanes: lanes.rows,
    task: await task(world, issue),
    said: replies(world, issue),
    sticky: sticky(world, issue),
    labels: labels(world, issue),
    branches: world.repo.branches(),
  };
}

async function claimedWorld(newWorld: () => Promise<World>) {
  const world = await newWorld();
  // Examples are about #1 and its neighbours; ours is far from them.
  world.repo.state.nextNumber = 40_000;
  const issue = world.repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
  await world.settle();
  world.repo.comment(issue, world.agentD, '/claim');
  await world.settle();
  return { world, issue: issue.number };
}

it("takes every one of GitHub's examples as it is, and changes nothing", async ({ newWorld }) => {
  const { world, issue } = await claimedWorld(() => newWorld({ workers: false }));
  const before = await standing(world, issue);
  expect(examples.length).toBeGreaterThan(300);

  expect(await send(world, examples)).toEqual([]);
  expect(await standing(world, issue)).toEqual(before);
});

it('takes them as events of its own repository, too', async ({ newWorld }) => {
  const { world, issue } = await claimedWorld(() => newWorld({ workers: false }));
  const before = await standing(world, issue);
  const { repo, installation } = world;
  const here = { id: repo.id, name: repo.name, full_name: repo.fullName, default_branch: repo.defaultBranch };
  const ours = examples
    .filter(({ event, payload }) => 'repository' in payload && !ABOUT_THE_PROJECT.has(event))
    .map(({ event, payload, guid }) => ({
      event,
      guid,
      payload: {
        ...payload,
        repository: { ...(payload['repository'] as Payload), ...here },
        installation: { id: installation.id },
      },
    }));
  expect(ours.length).toBeGreaterThan(200);

  expect(await send(world, ours)).toEqual([]);
  await world.settle();
  expect(await standing(world, issue)).toEqual(before);
  const { rows } = await world.database.pool.query('select key, error from effects where dead');
  expect(rows).toEqual([]);
});
