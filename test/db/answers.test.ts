import { afterAll, beforeAll, expect, it } from 'vitest';
import { answers } from '../../src/db/answers.ts';
import { Overtaken } from '../../src/ports.ts';
import { latch } from '../support/latch.ts';
import { until } from '../support/until.ts';
import { createFixture, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

const answer = { status: 200, type: 'application/json', body: '{}' };
const asked = (key: string, request = 'claim') => ({
  caller: Buffer.from('me'),
  key,
  request: Buffer.from(request),
});

it('gives a key to one of those who ask at once, and its answer to all who ask later', async () => {
  const kept = answers(fixture.pool);
  const all = await Promise.all([1, 2, 3, 4].map(() => kept.begin(asked('k'))));
  expect(all.map(({ kind }) => kind).toSorted()).toEqual(['new', 'under_way', 'under_way', 'under_way']);
  await kept.keep(asked('k'), 1, answer);
  expect(await kept.begin(asked('k'))).toEqual({ kind: 'answered', answer });
  expect(await kept.begin(asked('k', 'release'))).toEqual({ kind: 'other' });
  expect(await kept.begin({ ...asked('k'), caller: Buffer.from('you') })).toMatchObject({ kind: 'new' });
});

it('is taken over from whoever was not heard of again, whose answer counts no more', async () => {
  const kept = answers(fixture.pool);
  expect(await kept.begin(asked('late'))).toEqual({ kind: 'new', fence: 1, done: null });
  await fixture.sql("update api_answers set leased_until = clock_timestamp() - interval '1 second'");
  expect(await kept.begin(asked('late'))).toEqual({ kind: 'new', fence: 2, done: null });
  await kept.keep(asked('late'), 1, answer);
  await kept.forget(asked('late'), 1);
  expect(await kept.begin(asked('late'))).toEqual({ kind: 'under_way' });
  await kept.forget(asked('late'), 2);
  expect(await kept.begin(asked('late'))).toMatchObject({ kind: 'new' });
});

/** The first who was given `key`, and later somebody who takes over from them. */
async function lateWrite(key: string) {
  const kept = answers(fixture.pool);
  const first = await kept.begin(asked(key));
  await fixture.sql("update api_answers set leased_until = clock_timestamp() - interval '1 second'");
  if (first.kind !== 'new') throw new Error('somebody has it already');
  return { kept, once: { asked: asked(key), ...first } };
}

it('tells whoever takes over what was done, also when that is being committed', async () => {
  const { kept, once } = await lateWrite('done');
  const settled = latch();
  const commit = latch();
  const first = fixture.store.transaction(async (tx) => {
    await tx.settleWrite(once, { reply: 'It is yours.' });
    settled.open();
    await commit.opened;
  });
  await settled.opened;
  const second = kept.begin(asked('done'));
  await until(async () => (await waiting()) > 0, 'nobody waits for the first');
  commit.open();
  await first;
  expect(await second).toEqual({ kind: 'new', fence: 2, done: { reply: 'It is yours.' } });
  // An answer that failed afterwards takes back nothing, and is nothing to wait for.
  await kept.forget(asked('done'), 2);
  expect(await kept.begin(asked('done'))).toMatchObject({ fence: 3, done: { reply: 'It is yours.' } });
});

it('lets nobody do what somebody else has in hand by now', async () => {
  const { kept, once } = await lateWrite('overtaken');
  expect(await kept.begin(asked('overtaken'))).toMatchObject({ fence: 2, done: null });
  const late = fixture.store.transaction((tx) => tx.settleWrite(once, {}));
  await expect(late).rejects.toThrow(Overtaken);
});

async function waiting(): Promise<number> {
  const { rows } = await fixture.pool.query<{ count: number }>(
    `select count(*)::integer as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}

it('is kept for a day', async () => {
  const kept = answers(fixture.pool);
  await kept.begin(asked('old'));
  await kept.keep(asked('old'), 1, answer);
  await fixture.sql("update api_answers set created_at = created_at - interval '25 hours' where key = 'old'");
  expect(await kept.begin(asked('old'))).toEqual({ kind: 'new', fence: 1, done: null });
});
