import { afterAll, beforeEach, expect, it } from 'vitest';
import { createUpkeep } from '../../src/db/create-upkeep.ts';
import type { Pruner, Upkeep } from '../../src/ports.ts';
import { createFixture, fakeSha, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
let upkeep: Upkeep;
let pruner: Pruner;
beforeEach(async () => {
  await (fixture as Fixture | undefined)?.close();
  fixture = await createFixture();
  upkeep = createUpkeep(fixture.pool);
  ({ pruner } = upkeep);
});
afterAll(() => fixture.close());

async function guids(condition = 'true'): Promise<readonly unknown[]> {
  return (await fixture.sql(`select guid from deliveries where ${condition} order by guid`)).map(
    ({ guid }) => guid,
  );
}

it('forgets the bytes and then the rows of what was handled, never what still waits', async () => {
  await fixture.sql(
    `insert into deliveries (guid, event, body, state, received_at, ended_at)
     select guid, 'issues', '{}', state, now() - days * interval '1 day',
            case when state <> 'pending' then now() - days * interval '1 day' end
       from (values ('new', 'handled', 13), ('old', 'handled', 15), ('ancient', 'handled', 91),
                    ('dead', 'dead', 91), ('waiting', 'pending', 91)) d (guid, state, days)`,
  );
  expect(await pruner.bodies(14, 2)).toBe(2);
  expect(await pruner.bodies(14, 2)).toBe(1);
  expect(await pruner.bodies(14, 2)).toBe(0);
  expect(await guids('body is not null')).toEqual(['new', 'waiting']);

  expect(await pruner.deliveries(90, 10)).toBe(1);
  expect(await guids()).toEqual(['dead', 'new', 'old', 'waiting']);
});

it('forgets old activity, but not what it was about', async () => {
  const project = await fixture.configured();
  const task = await fixture.task(project.id, 1);
  await fixture.sql(
    `insert into activity (project_id, task_id, kind, actor, at)
     select $1::bigint, $2::bigint, kind, 'flotilla', now() - days * interval '1 day'
       from (values ('old', 91), ('new', 89)) a (kind, days)`,
    [project.id, task.id],
  );
  expect(await pruner.activity(90, 10)).toBe(1);
  expect(await fixture.sql('select kind from activity')).toEqual([{ kind: 'new' }]);
});

it('forgets what was said long ago, but not what is still kept up to date', async () => {
  const project = await fixture.configured();
  await fixture.pull(project.id, 7, { head: fakeSha('a') });
  await fixture.sql(
    `insert into effects (project_id, key, kind, payload, version, sent_version, sent_at)
     select $1::bigint, key, kind, payload::jsonb, 1, sent, now() - days * interval '1 day'
       from (values ('reply', 'comment', '{"issue":1}', 1, 91), ('news', 'comment', '{"issue":1}', 1, 1),
                    ('unsent', 'comment', '{"issue":1}', 0, 91), ('status', 'sticky', '{"issue":1}', 1, 91),
                    ('labels', 'labels', '{"issue":1}', 1, 91), ('thumb', 'reaction', '{"commentId":1}', 1, 91),
                    ('open', 'check', '{"check":{"sha":"${fakeSha('a')}","name":"Flotilla"}}', 1, 91),
                    ('closed', 'check', '{"check":{"sha":"${fakeSha('b')}","name":"Flotilla"}}', 1, 91)
            ) e (key, kind, payload, sent, days)`,
    [project.id],
  );
  expect(await pruner.effects(90, 10)).toBe(3);
  expect((await fixture.sql('select key from effects order by key')).map(({ key }) => key)).toEqual([
    'labels',
    'news',
    'open',
    'status',
    'unsent',
  ]);
});

it('knows which scratch branches are in use', async () => {
  const project = await fixture.configured();
  const lane = await fixture.lane(project.id);
  const pull = await fixture.pull(project.id, 7);
  const entry = await fixture.entry(lane, pull.id);
  expect(await upkeep.scratchInUse(project.id)).toEqual({ entries: [], lanes: [] });

  const hold = await fixture.store.holdLane(lane, '00000000-0000-4000-8000-000000000001');
  await fixture.store.transaction((tx) => tx.entries.beginAttempt(entry.id));
  expect(await upkeep.scratchInUse(project.id)).toEqual({
    entries: [{ id: entry.id, attempt: 1 }],
    lanes: [{ id: lane, fence: hold?.fence }],
  });
  await fixture.sql("update lanes set held_until = now() - interval '1 second'");
  expect(await upkeep.scratchInUse(project.id)).toMatchObject({ lanes: [] });
});
