import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EffectBody } from '../../src/core/model/effect.ts';
import type { Outbox } from '../../src/ports.ts';
import { comment, createOutboxFixture, sticky, type OutboxFixture } from './outbox-fixture.ts';
import { must, type Fixture } from './store-fixture.ts';

let box: OutboxFixture;
let fixture: Fixture;
let outbox: Outbox;
beforeEach(async () => {
  box = await createOutboxFixture();
  ({ fixture, outbox } = box);
});
afterEach(() => box.close());

describe('executors of the outbox', () => {
  it('sends what is about one object one after the other, and comments of a thread in their order', async () => {
    await box.want('first', comment(1, 'first'));
    await box.want('second', comment(1, 'second'));
    await box.want('card', sticky(1, 'card'));
    await box.want('other', comment(2, 'other'));
    const claimed = await outbox.claim(10, 60_000);
    expect(claimed.map(({ effect }) => effect.key)).toEqual(['first', 'other']);
    for (const one of claimed) await outbox.sent(one, null);
    await fixture.sql(
      `update effects set due_at = clock_timestamp() - interval '1 hour' where key = 'second'`,
    );
    expect((await box.next()).effect.key).toBe('second');

    await box.crash();
    await fixture.sql(
      `update effects set due_at = clock_timestamp() + interval '1 hour' where key = 'second'`,
    );
    await box.want('third', comment(1, 'third'));
    // The second comment failed and waits: the third does not overtake it, the status comment may.
    const after = await outbox.claim(10, 60_000);
    expect(after.map(({ effect }) => effect.key)).toEqual(['card']);
  });

  it('hands out the effects of one installation at once, of the one that has waited longest', async () => {
    const other = await fixture.project({ installationId: 71 });
    await box.want('a', comment(1, 'hello'), { projectId: other.id });
    await box.want('b', comment(1, 'hello'));
    await box.want('c', comment(2, 'hello'), { projectId: other.id });

    const claims = [await outbox.claim(9, 60_000), await outbox.claim(9, 60_000)];
    expect(claims.map((claim) => claim.map(({ effect }) => effect.key))).toEqual([['a', 'c'], ['b']]);
  });

  it('does not wait with everything for an effect that somebody has in hand', async () => {
    const other = await fixture.project({ installationId: 71 });
    await box.want('a', comment(1, 'hello'), { projectId: other.id });
    await box.want('b', comment(1, 'hello'));
    const wanting = await fixture.pool.connect();
    try {
      await wanting.query('begin');
      await wanting.query(`select from effects where key = 'a' for update`);
      expect((await outbox.claim(9, 60_000)).map(({ effect }) => effect.key)).toEqual(['b']);
      await wanting.query('commit');
    } finally {
      wanting.release();
    }
  });

  it('has one executor per installation at a time, however many ask at once', async () => {
    const installations = [71, 72, 73];
    for (const installationId of installations) {
      const { id } = await fixture.project({ installationId });
      for (let issue = 1; issue <= 10; issue += 1) {
        await box.want(`c${issue}`, comment(issue, 'x'), { projectId: id });
      }
    }
    for (let round = 0; (await outbox.waiting()) > 0; round += 1) {
      expect(round).toBeLessThan(10);
      const claims = await Promise.all(Array.from({ length: 15 }, () => outbox.claim(4, 60_000)));
      const executors = new Map<number, number>();
      for (const claim of claims) {
        for (const installation of new Set(claim.map(({ repo }) => repo.installationId))) {
          executors.set(installation, (executors.get(installation) ?? 0) + 1);
        }
      }
      expect(executors.size).toBeGreaterThan(0);
      expect([...executors.values()].every((count) => count === 1)).toBe(true);
      for (const one of claims.flat()) await outbox.sent(one, null);
    }
  });

  it('lets an executor go on for as long as it renews what it has', async () => {
    await box.want('one', comment(1, 'one'));
    await box.want('two', comment(2, 'two'));
    const [one, two] = await outbox.claim(2, 10_050);
    // What is left is less than a request may take.
    await expect.poll(() => must(two).stillMine()).toBe(false);

    expect(await outbox.begin(must(one), [must(two)], 60_000)).toBe(true);
    expect([must(one).stillMine(), must(two).stillMine()]).toEqual([true, true]);
  });

  it('begins while somebody has another of its effects in hand: waiting for each other is for nobody', async () => {
    await box.want('one', comment(1, 'one'));
    await box.want('two', comment(2, 'two'));
    const [one, two] = await outbox.claim(2, 60_000);
    const wanting = await fixture.pool.connect();
    try {
      await wanting.query('begin');
      await wanting.query(`select from effects where key = 'two' for update`);
      expect(await outbox.begin(must(one), [must(two)], 60_000)).toBe(true);
      await wanting.query('commit');
    } finally {
      wanting.release();
    }
    expect(await outbox.begin(must(two), [], 60_000)).toBe(true);
  });

  it('shows a crash between sending and recording as a further attempt, also for a newer version', async () => {
    await box.want('reply', comment(1, 'hello'));
    await box.begun();
    await box.crash();
    expect(await box.begun()).toMatchObject({ attempts: 2 });

    await box.crash();
    await box.want('reply', comment(1, 'hello again'));
    expect(await box.next()).toMatchObject({ version: 2, attempts: 2 });
  });

  it('keeps what was being sent in a crash until every replica shows it, and nothing else', async () => {
    await box.want('sent', comment(1, 'sent'));
    await box.want('its turn never came', comment(2, 'hello'));
    const [first, second] = await outbox.claim(2, 60_000);
    expect(await outbox.begin(must(first), [must(second)], 60_000)).toBe(true);
    await box.want('new', comment(3, 'hello'));
    expect(await outbox.claim(3, 60_000)).toEqual([]);

    await box.crash(1);
    const after = await outbox.claim(3, 60_000);
    expect(after.map(({ effect, attempts }) => [effect.key, attempts])).toEqual([
      ['its turn never came', 1],
      ['new', 1],
    ]);
    for (const one of after) await outbox.sent(one, null);
    expect(await outbox.nextDue()).toBeGreaterThan(25_000);
    await box.crash(31);
    expect(await box.next()).toMatchObject({ effect: { key: 'sent' }, attempts: 2 });
  });

  it('does not keep what may be done twice, or is known, any longer than its claim', async () => {
    const reaction: EffectBody = { kind: 'reaction', commentId: 1, content: '+1' };
    await box.want('thumb', reaction);
    await box.want('card', sticky(2, 'one'));
    const [, card] = await outbox.claim(2, 60_000);
    await outbox.sent(must(card), 555);
    await box.crash();
    await box.want('card', sticky(2, 'two', 'review'));
    const again = await outbox.claim(2, 60_000);
    expect(again).toHaveLength(2);
    for (const one of again) expect(await outbox.begin(one, [], 60_000)).toBe(true);

    await box.crash(1);
    expect(await outbox.nextDue()).toBe(0);
    const heirs = await outbox.claim(2, 60_000);
    expect(heirs.map(({ effect, attempts }) => [effect.key, attempts])).toEqual([
      ['thumb', 2],
      ['card', 2],
    ]);
  });

  it('hears nothing from an executor whose claim is over', async () => {
    await box.want('reply', comment(1, 'hello'));
    const stalled = await box.begun();
    await box.crash();
    // Nobody has it yet, but another executor may have begun with its installation.
    expect(await outbox.begin(stalled, [], 60_000)).toBe(false);
    const heir = await box.begun();

    expect(await outbox.begin(stalled, [], 60_000)).toBe(false);
    await outbox.sent(stalled, 66);
    await outbox.fail(stalled, 'locked', null);
    await outbox.handBack([stalled]);
    expect(await outbox.claim(1, 60_000)).toEqual([]);
    expect(await fixture.sql('select sent_version, dead, attempts from effects')).toEqual([
      { sent_version: 0, dead: false, attempts: 2 },
    ]);
    await outbox.sent(heir, 77);
    expect(await outbox.waiting()).toBe(0);
  });

  it('believes what an executor says late when nobody else has claimed it', async () => {
    await box.want('reply', comment(1, 'hello'));
    const late = await box.begun();
    await box.crash();
    await outbox.sent(late, 66);
    expect(await outbox.waiting()).toBe(0);
  });
});
