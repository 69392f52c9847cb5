import { afterAll, beforeAll, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/budget/limits.ts';
import { measurements } from '../../src/db/measurements.ts';
import { silentLog } from '../support/silent-log.ts';
import { createFixture, fakeSha, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

const measure = () => measurements(fixture.pool, { log: silentLog, limits: LIMITS })();

it('of an empty database are noughts', async () => {
  expect(await measure()).toEqual({
    deliveries: { pending: 0, dead: 0, lag: 0 },
    effects: { waiting: 0, dead: 0, lag: 0 },
    claims: { active: 0, made: 0, lapsed: 0 },
    lanes: { open: 0, paused: 0, entries: 0, age: 0, longest: [] },
    landings: 0,
    ejections: [],
    gates: null,
    budgets: [],
  });
});

it('count what waits, since when, and how it ended', async () => {
  const { id, owner, name } = await fixture.configured();
  const [held, lapsed] = [await fixture.task(id, 1), await fixture.task(id, 2)];
  const agent = await fixture.agent(id, 'agent-a');
  const lane = await fixture.lane(id, 'epic-1/first');
  await fixture.lane(id, 'epic-2/second');
  const entryOf = async (number: number) => fixture.entry(lane, (await fixture.pull(id, number)).id);
  const [landed, ejected] = [await entryOf(8), await entryOf(9)];
  await entryOf(10);
  for (const guid of ['a', 'b', 'c'])
    await fixture.store.inbox.store([{ guid, event: 'push', installationId: 7, body: Buffer.from('{}') }]);
  await fixture.store.transaction(async (tx) => {
    await tx.assignments.claim(held.id, agent, 60_000);
    await tx.assignments.claim(lapsed.id, agent, 60_000);
    await tx.entries.eject(ejected.id, 'conflict', {});
    await tx.lanes.pause(lane, 'frozen', 'mona');
    for (const key of ['k', 'l'])
      await tx.effects.want({ projectId: id, key, settleMs: 0, kind: 'comment', issue: 2, body: 'hello' });
  });
  await fixture.sql(`update deliveries set state = 'dead', ended_at = now() where guid = 'a'`);
  await fixture.sql(`update deliveries set received_at = now() - interval '90 seconds' where guid = 'b'`);
  await fixture.sql(`update effects set dead = key = 'k', due_at = now() - interval '30 seconds'`);
  await fixture.sql(`update assignments set status = 'lapsed', ended_at = now() where task_id = $1`, [
    lapsed.id,
  ]);
  await fixture.sql(
    `update merge_entries set state = 'landed', ended_at = now(), base_sha = $2, candidate_sha = $2,
            candidate_tree = $2, landed_sha = $2, testing_since = now() - interval '100 seconds',
            landing_since = now() - interval '40 seconds' where id = $1`,
    [landed.id, fakeSha('a')],
  );
  await fixture.sql(
    `update merge_entries set queued_at = now() - interval '600 seconds' where state = 'queued'`,
  );

  const seen = await measure();

  expect(seen).toMatchObject({
    deliveries: { pending: 2, dead: 1 },
    effects: { waiting: 1, dead: 1 },
    claims: { active: 1, made: 2, lapsed: 1 },
    lanes: { open: 1, paused: 1, entries: 1, longest: [{ repository: `${owner}/${name}`, entries: 1 }] },
    landings: 1,
    ejections: [{ reason: 'conflict', count: 1 }],
    gates: { p50: 60, p95: 60 },
    budgets: [{ installation: 7, content: 60, requests: 3_750, pausedMs: 0 }],
  });
  expect(seen.deliveries.lag).toBeGreaterThanOrEqual(90);
  expect(seen.effects.lag).toBeGreaterThanOrEqual(30);
  expect(seen.lanes.age).toBeGreaterThanOrEqual(600);
  expect(seen.lanes.longest[0]?.branch).toBe('epic-1/first');
});

it('are given up rather than waited for', async () => {
  const client = await fixture.pool.connect();
  try {
    await client.query('begin');
    await client.query('lock table deliveries in access exclusive mode');
    await expect(measure()).rejects.toThrow(/statement timeout/);
  } finally {
    await client.query('rollback');
    client.release();
  }
});

it('name fifty lanes at most', async () => {
  const { id } = await fixture.configured();
  await fixture.sql(
    `with made as (
       insert into lanes (project_id, epic_id, branch)
       select $1, (select min(id) from epics where project_id = $1), 'many/' || n from generate_series(1, 60) n
       returning id
     ), pulls as (
       insert into pull_requests (project_id, number, title, body, state, draft, head_sha, head_ref, base_ref, fork,
                                  author_id, author_login, author_bot, snapshot_at)
       select $1, 1000 + row_number() over (), 't', '', 'open', false, repeat('a', 40), 'h', 'b', false, 1, 'x', false, now()
         from made
       returning id, number
     )
     insert into merge_entries (lane_id, pull_id, head_sha, state, requester_id, requester_login, requester_bot, requested_how)
     select m.id, p.id, repeat('a', 40), 'queued', 1, 'x', false, 'auto'
       from (select id, row_number() over () as n from made) m
       join (select id, number - 1000 as n from pulls) p on p.n = m.n`,
    [id],
  );
  const { lanes } = await measure();
  expect(lanes.entries).toBeGreaterThanOrEqual(60);
  expect(lanes.longest).toHaveLength(50);
});
