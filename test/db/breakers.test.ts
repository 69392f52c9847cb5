import { afterAll, beforeAll, expect, it } from 'vitest';
import { PAIR_TURNS } from '../../src/core/breaker.ts';
import type { ProjectId } from '../../src/core/model/ids.ts';
import { createFixture, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
let project: ProjectId;
beforeAll(async () => {
  fixture = await createFixture();
  ({ id: project } = await fixture.configured());
});
afterAll(() => fixture.close());

let comments = 0;

function said(
  actorId: number,
  more: { thread?: number; bot?: boolean; turn?: boolean; outcome?: string } = {},
) {
  const command = { thread: 4, bot: true, turn: true, outcome: 'done', ...more };
  const key = { project, commentId: (comments += 1), line: 1, text: '/claim', actorId };
  return fixture.store.transaction((tx) => tx.commands.save({ ...key, ...command }));
}

function recent(actorId: number, thread = 4) {
  return fixture.store.transaction((tx) => tx.commands.recent(project, thread, actorId));
}

it('breakers see who said what within the hour, and not what they kept from being heard', async () => {
  await said(101);
  await fixture.sql("update commands set created_at = now() - interval '61 minutes'");
  expect(await recent(101)).toEqual({ byActor: 0, byBotsHere: 0, turns: [] });

  await said(101);
  await said(102);
  await said(101, { turn: false, outcome: 'refused' });
  await said(101, { outcome: 'withheld' });
  await said(101, { thread: 5 });
  await said(9, { bot: false });
  expect(await recent(101)).toEqual({
    byActor: 3,
    byBotsHere: 3,
    turns: [
      { actor: 9, bot: false },
      { actor: 102, bot: true },
      { actor: 101, bot: true },
    ],
  });
  expect(await recent(102, 5)).toEqual({ byActor: 1, byBotsHere: 1, turns: [{ actor: 101, bot: true }] });

  for (let times = 0; times < 20; times += 1) await said(102, { thread: 6 });
  expect((await recent(102, 6)).turns).toHaveLength(PAIR_TURNS);
});
