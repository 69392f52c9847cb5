import { afterAll, beforeAll, expect, it } from 'vitest';
import { answers } from '../../src/db/answers.ts';
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
  expect(await kept.begin(asked('late'))).toEqual({ kind: 'new', fence: 1 });
  await fixture.sql("update api_answers set leased_until = clock_timestamp() - interval '1 second'");
  expect(await kept.begin(asked('late'))).toEqual({ kind: 'new', fence: 2 });
  await kept.keep(asked('late'), 1, answer);
  await kept.forget(asked('late'), 1);
  expect(await kept.begin(asked('late'))).toEqual({ kind: 'under_way' });
  await kept.forget(asked('late'), 2);
  expect(await kept.begin(asked('late'))).toMatchObject({ kind: 'new' });
});

it('is kept for a day', async () => {
  const kept = answers(fixture.pool);
  await kept.begin(asked('old'));
  await kept.keep(asked('old'), 1, answer);
  await fixture.sql("update api_answers set created_at = created_at - interval '25 hours' where key = 'old'");
  expect(await kept.begin(asked('old'))).toEqual({ kind: 'new', fence: 1 });
});
