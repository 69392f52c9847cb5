import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Effect, EffectBody } from '../../src/core/model/effect.ts';
import type { ProjectId } from '../../src/core/model/ids.ts';
import type { Project } from '../../src/core/model/project.ts';
import type { Outbox } from '../../src/ports.ts';
import { createFixture, fakeSha, must, type Fixture } from './store-fixture.ts';

let fixture: Fixture | undefined;
let outbox: Outbox;
let project: Project;
beforeEach(async () => {
  await fixture?.close();
  fixture = await createFixture();
  ({ outbox } = fixture.store);
  project = await fixture.project();
});
afterAll(() => fixture?.close());

function current(): Fixture {
  return must(fixture);
}

function want(
  key: string,
  body: EffectBody,
  more: { settleMs?: number; projectId?: ProjectId } = {},
): Promise<void> {
  const effect: Effect = { projectId: project.id, key, settleMs: 0, ...body, ...more };
  return current().store.transaction((tx) => tx.effects.want(effect));
}

function comment(issue: number, body: string): EffectBody {
  return { kind: 'comment', issue, body };
}

function sticky(issue: number, body: string, state = 'in_progress'): EffectBody {
  return { kind: 'sticky', issue, body, state };
}

/** Claims one effect. */
async function next() {
  const [effect] = await outbox.claim(1, 60_000);
  return must(effect);
}

/** In how many seconds the effect of `key` is due. */
async function dueIn(key: string): Promise<number> {
  const [row] = await current().sql(
    'select extract(epoch from due_at - clock_timestamp())::float8 as s from effects where key = $1',
    [key],
  );
  return Number(must(row)['s']);
}

/** As if every lease had run out so many seconds ago: more than any replica is behind, unless told. */
function crash(secondsAgo = 31) {
  return current().sql(
    `update effects set leased_until = clock_timestamp() - $1::integer * interval '1 second'
      where leased_until is not null`,
    [secondsAgo],
  );
}

/** Claims one effect and begins to send it. */
async function begun() {
  const effect = await next();
  expect(await outbox.begin(effect, [], 60_000)).toBe(true);
  return effect;
}

describe('the outbox', () => {
  it('posts a comment once, whatever is wanted under its key afterwards', async () => {
    await want('reply:1', comment(3, 'Hello.'));
    const sent = await next();
    await outbox.sent(sent, 1);
    await want('reply:1', comment(4, 'Hello again.'));
    expect(await outbox.waiting()).toBe(0);
  });

  it('keeps a comment that may have been posted in its thread, where the next executor looks for it', async () => {
    await want('unlisted:66', comment(3, 'Hello.'));
    const tried = await next();
    await outbox.fail(tried, 'timeout', 0);
    await want('unlisted:66', comment(4, 'Hello.'));
    expect(await next()).toMatchObject({ attempts: 2, effect: { issue: 3 } });
  });

  it('sends again what somebody changed on GitHub, also what was dead', async () => {
    const again = (key: string) => current().store.transaction((tx) => tx.effects.again(project.id, key));
    await want('task:1', sticky(3, 'One.'));
    await again('task:1');
    const sent = await next();
    expect(sent.version).toBe(1);
    await outbox.sent(sent, 77);
    expect(await outbox.waiting()).toBe(0);

    await again('task:1');
    await again('unheard of');
    const second = await next();
    expect(second).toMatchObject({ version: 2, attempts: 1, externalId: 77 });
    await outbox.fail(second, 'refused', null);
    expect(await outbox.waiting()).toBe(0);
    await again('task:1');
    expect(await outbox.waiting()).toBe(1);
  });

  it('hands out an effect as it was wanted, with where to send it', async () => {
    const check: EffectBody = {
      kind: 'check',
      check: {
        name: 'Flotilla',
        sha: fakeSha('a'),
        status: 'completed',
        conclusion: 'success',
        title: 'Landed',
        summary: '',
        actions: [{ label: 'Retry', description: 'Again', identifier: 'retry' }],
      },
    };
    await want('check:1', check);

    expect(await outbox.waiting()).toBe(1);
    expect(await next()).toEqual({
      id: expect.any(Number),
      effect: { projectId: project.id, key: 'check:1', settleMs: 0, ...check },
      version: 1,
      attempts: 1,
      externalId: null,
      fence: 1,
      stillMine: expect.any(Function),
      repo: { installationId: project.installationId, owner: project.owner, name: project.name },
    });
  });

  it('sends each once: what was sent waits no more, and wanting the same again is nothing new', async () => {
    await want('reply', comment(1, 'hello'));
    await want('reply', comment(1, 'hello'));
    const first = await next();
    expect(first.version).toBe(1);
    await outbox.sent(first, 555);
    await want('reply', comment(1, 'hello'));

    expect(await outbox.waiting()).toBe(0);
    expect(await outbox.claim(1, 60_000)).toEqual([]);
  });

  it('sends only the newest form of what was not sent yet, and keeps its id on GitHub', async () => {
    await want('card', sticky(1, 'one'));
    await want('card', sticky(1, 'two'));
    const first = await next();
    expect(first).toMatchObject({ version: 2, effect: { body: 'two' } });
    // A third form arrives while the second is on its way.
    await want('card', sticky(1, 'three', 'review'));
    await outbox.sent(first, 555);

    expect(await next()).toMatchObject({
      version: 3,
      attempts: 1,
      externalId: 555,
      effect: { body: 'three' },
    });
  });

  it('lets a newer version replace one for as long as it may settle, without ever putting it off', async () => {
    await want('card', sticky(1, 'one'), { settleMs: 2_000 });
    expect(await outbox.claim(1, 60_000)).toEqual([]);
    expect(await dueIn('card')).toBeGreaterThan(1);
    await want('card', sticky(1, 'two'), { settleMs: 60_000 });
    expect(await dueIn('card')).toBeLessThanOrEqual(2);
    await want('card', sticky(1, 'three'), { settleMs: 0 });

    expect(await next()).toMatchObject({ effect: { body: 'three' } });
  });

  it('edits a status comment at least 60 s after the last time, unless its state is new', async () => {
    await want('card', sticky(1, 'one'));
    await outbox.sent(await next(), 555);
    await want('card', sticky(1, '20 %'));
    expect(await dueIn('card')).toBeGreaterThan(50);
    expect(await outbox.claim(1, 60_000)).toEqual([]);

    await want('card', sticky(1, 'in review', 'review'));
    expect(await dueIn('card')).toBeLessThanOrEqual(0);
    // A plain edit does not put the change of state off.
    await want('card', sticky(1, 'in review, 90 %', 'review'));
    expect(await next()).toMatchObject({ effect: { body: 'in review, 90 %' } });
  });

  it('edits at once when the last time is long ago, and later when the newer form came during sending', async () => {
    await want('card', sticky(1, 'one'));
    const first = await next();
    await want('card', sticky(1, 'two'));
    await outbox.sent(first, 555);
    expect(await dueIn('card')).toBeGreaterThan(50);

    await current().sql(
      `update effects set sent_at = sent_at - interval '2 minutes', sent_version = version`,
    );
    await want('card', sticky(1, 'three'));
    expect(await dueIn('card')).toBeLessThanOrEqual(0);
  });

  it('shows a crash between sending and recording as a further attempt, also for a newer version', async () => {
    await want('reply', comment(1, 'hello'));
    await begun();
    await crash();
    expect(await begun()).toMatchObject({ attempts: 2 });

    await crash();
    await want('reply', comment(1, 'hello again'));
    expect(await next()).toMatchObject({ version: 2, attempts: 2 });
  });

  it('keeps what was being sent in a crash until every replica shows it, and nothing else', async () => {
    await want('sent', comment(1, 'sent'));
    await want('its turn never came', comment(2, 'hello'));
    const [first, second] = await outbox.claim(2, 60_000);
    expect(await outbox.begin(must(first), [must(second)], 60_000)).toBe(true);
    await want('new', comment(3, 'hello'));
    expect(await outbox.claim(3, 60_000)).toEqual([]);

    await crash(1);
    const after = await outbox.claim(3, 60_000);
    expect(after.map(({ effect, attempts }) => [effect.key, attempts])).toEqual([
      ['its turn never came', 1],
      ['new', 1],
    ]);
    for (const one of after) await outbox.sent(one, null);
    expect(await outbox.nextDue()).toBeGreaterThan(25_000);
    await crash(31);
    expect(await next()).toMatchObject({ effect: { key: 'sent' }, attempts: 2 });
  });

  it('does not keep what may be done twice, or is known, any longer than its claim', async () => {
    const reaction: EffectBody = { kind: 'reaction', commentId: 1, content: '+1' };
    await want('thumb', reaction);
    await want('card', sticky(2, 'one'));
    const [, card] = await outbox.claim(2, 60_000);
    await outbox.sent(must(card), 555);
    await crash();
    await want('card', sticky(2, 'two', 'review'));
    const again = await outbox.claim(2, 60_000);
    expect(again).toHaveLength(2);
    for (const one of again) expect(await outbox.begin(one, [], 60_000)).toBe(true);

    await crash(1);
    expect(await outbox.nextDue()).toBe(0);
    const heirs = await outbox.claim(2, 60_000);
    expect(heirs.map(({ effect, attempts }) => [effect.key, attempts])).toEqual([
      ['thumb', 2],
      ['card', 2],
    ]);
  });

  it('hears nothing from an executor whose claim is over', async () => {
    await want('reply', comment(1, 'hello'));
    const stalled = await begun();
    await crash();
    // Nobody has it yet, but another executor may have begun with its installation.
    expect(await outbox.begin(stalled, [], 60_000)).toBe(false);
    const heir = await begun();

    expect(await outbox.begin(stalled, [], 60_000)).toBe(false);
    await outbox.sent(stalled, 66);
    await outbox.fail(stalled, 'locked', null);
    await outbox.handBack([stalled]);
    expect(await outbox.claim(1, 60_000)).toEqual([]);
    expect(await current().sql('select sent_version, dead, attempts from effects')).toEqual([
      { sent_version: 0, dead: false, attempts: 2 },
    ]);
    await outbox.sent(heir, 77);
    expect(await outbox.waiting()).toBe(0);
  });

  it('believes what an executor says late when nobody else has claimed it', async () => {
    await want('reply', comment(1, 'hello'));
    const late = await begun();
    await crash();
    await outbox.sent(late, 66);
    expect(await outbox.waiting()).toBe(0);
  });

  it('lets an executor go on for as long as it renews what it has', async () => {
    await want('one', comment(1, 'one'));
    await want('two', comment(2, 'two'));
    const [one, two] = await outbox.claim(2, 10_050);
    // What is left is less than a request may take.
    await expect.poll(() => must(two).stillMine()).toBe(false);

    expect(await outbox.begin(must(one), [must(two)], 60_000)).toBe(true);
    expect([must(one).stillMine(), must(two).stillMine()]).toEqual([true, true]);
  });

  it('begins while somebody has another of its effects in hand: waiting for each other is for nobody', async () => {
    await want('one', comment(1, 'one'));
    await want('two', comment(2, 'two'));
    const [one, two] = await outbox.claim(2, 60_000);
    const wanting = await current().pool.connect();
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

  it('tries again later with the error kept, or never again', async () => {
    await want('reply', comment(1, 'hello'));
    await outbox.fail(await next(), 'GitHub is away', 30_000);
    expect(await outbox.claim(1, 60_000)).toEqual([]);
    expect(await dueIn('reply')).toBeGreaterThan(20);
    await current().sql('update effects set due_at = clock_timestamp()');
    await outbox.fail(await next(), 'locked', null);

    expect(await outbox.claim(1, 60_000)).toEqual([]);
    expect(await outbox.waiting()).toBe(0);
    expect(await current().sql('select dead, error from effects')).toEqual([{ dead: true, error: 'locked' }]);

    await want('reply', comment(1, 'other words'));
    expect(await next()).toMatchObject({ version: 2 });
  });

  it('does not bury a newer version with the one that GitHub refused', async () => {
    await want('card', sticky(1, 'bad'));
    const bad = await next();
    await want('card', sticky(1, 'good'));
    await outbox.fail(bad, 'refused', null);

    expect(await next()).toMatchObject({ effect: { body: 'good' } });
  });

  it('sends what is about one object one after the other, and comments of a thread in their order', async () => {
    await want('first', comment(1, 'first'));
    await want('second', comment(1, 'second'));
    await want('card', sticky(1, 'card'));
    await want('other', comment(2, 'other'));
    const claimed = await outbox.claim(10, 60_000);
    expect(claimed.map(({ effect }) => effect.key)).toEqual(['first', 'other']);
    for (const one of claimed) await outbox.sent(one, null);
    await current().sql(
      `update effects set due_at = clock_timestamp() - interval '1 hour' where key = 'second'`,
    );
    expect((await next()).effect.key).toBe('second');

    await crash();
    await current().sql(
      `update effects set due_at = clock_timestamp() + interval '1 hour' where key = 'second'`,
    );
    await want('third', comment(1, 'third'));
    // The second comment failed and waits: the third does not overtake it, the status comment may.
    const after = await outbox.claim(10, 60_000);
    expect(after.map(({ effect }) => effect.key)).toEqual(['card']);
  });

  it('hands out the effects of one installation at once, of the one that has waited longest', async () => {
    const other = await current().project({ installationId: 71 });
    await want('a', comment(1, 'hello'), { projectId: other.id });
    await want('b', comment(1, 'hello'));
    await want('c', comment(2, 'hello'), { projectId: other.id });

    const claims = [await outbox.claim(9, 60_000), await outbox.claim(9, 60_000)];
    expect(claims.map((claim) => claim.map(({ effect }) => effect.key))).toEqual([['a', 'c'], ['b']]);
  });

  it('does not wait with everything for an effect that somebody has in hand', async () => {
    const other = await current().project({ installationId: 71 });
    await want('a', comment(1, 'hello'), { projectId: other.id });
    await want('b', comment(1, 'hello'));
    const wanting = await current().pool.connect();
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
      const { id } = await current().project({ installationId });
      for (let issue = 1; issue <= 10; issue += 1) {
        await want(`c${issue}`, comment(issue, 'x'), { projectId: id });
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

  it('leaves a suspended project alone', async () => {
    await want('reply', comment(1, 'hello'));
    await current().store.transaction((tx) => tx.projects.setState(project.id, 'suspended'));

    expect(await outbox.claim(1, 60_000)).toEqual([]);
    expect(await outbox.waiting()).toBe(1);
  });

  it('says when the next is due, and that none is when nothing waits', async () => {
    expect(await outbox.nextDue()).toBeNull();
    await want('task:1', sticky(1, 'text'), { settleMs: 60_000 });
    expect(await outbox.nextDue()).toBeGreaterThan(30_000);
    await current().sql('update effects set due_at = clock_timestamp()');
    expect(await outbox.nextDue()).toBe(0);
    await outbox.sent(await next(), 5);
    expect(await outbox.nextDue()).toBeNull();
  });

  it('counts the replies of a thread within the last hour', async () => {
    await want('a', comment(1, 'a'));
    await want('b', comment(1, 'b'));
    await want('c', comment(2, 'c'));
    await want('card', sticky(1, 'card'));
    const replies = () => current().store.transaction((tx) => tx.effects.repliesInLastHour(project.id, 1));
    expect(await replies()).toBe(2);
    const reply = await next();
    await outbox.sent(reply, 1);
    expect(await replies()).toBe(2);

    await current().sql(`update effects set sent_at = clock_timestamp() - interval '2 hours' where id = $1`, [
      reply.id,
    ]);
    expect(await replies()).toBe(1);
  });
});
