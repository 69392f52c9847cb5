import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EffectBody } from '../../src/core/model/effect.ts';
import type { Project } from '../../src/core/model/project.ts';
import type { Outbox } from '../../src/ports.ts';
import { comment, createOutboxFixture, sticky, type OutboxFixture } from './outbox-fixture.ts';
import { fakeSha, type Fixture } from './store-fixture.ts';

const CHECK = {
  name: 'Flotilla',
  sha: fakeSha('a'),
  status: 'completed',
  conclusion: 'success',
  title: 'Landed',
  summary: '',
  actions: [{ label: 'Retry', description: 'Again', identifier: 'retry' }],
} as const;

let box: OutboxFixture;
let fixture: Fixture;
let outbox: Outbox;
let project: Project;
beforeEach(async () => {
  box = await createOutboxFixture();
  ({ fixture, outbox, project } = box);
});
afterEach(() => box.close());

describe('the outbox', () => {
  it('posts a comment once, whatever is wanted under its key afterwards', async () => {
    await box.want('reply:1', comment(3, 'Hello.'));
    const sent = await box.next();
    await outbox.sent(sent, 1);
    await box.want('reply:1', comment(4, 'Hello again.'));
    expect(await outbox.waiting()).toBe(0);
  });

  it('keeps a comment that may have been posted in its thread, where the next executor looks for it', async () => {
    await box.want('unlisted:66', comment(3, 'Hello.'));
    const tried = await box.next();
    await outbox.fail(tried, 'timeout', 0);
    await box.want('unlisted:66', comment(4, 'Hello.'));
    expect(await box.next()).toMatchObject({ attempts: 2, effect: { issue: 3 } });
  });

  it('looks for what an attempt may have made when every replica shows it, whatever is wanted meanwhile', async () => {
    const check = (title: string): EffectBody => ({ kind: 'check', check: { ...CHECK, title } });
    await box.want('check:1', check('Waiting'));
    await outbox.sent(await box.next(), 77);
    await box.want('check:1', check('In the queue'));
    await box.want('task:1', sticky(3, 'One.'));
    for (const tried of await outbox.claim(2, 60_000)) await outbox.fail(tried, 'timeout', 31_000);

    await box.want('check:1', check('Landed'));
    await box.want('task:1', sticky(3, 'Two.'));
    expect(await box.dueIn('check:1')).toBeGreaterThan(25);
    expect(await box.dueIn('task:1')).toBeGreaterThan(25);
  });

  it('does not have something new wait as long as what failed for hours', async () => {
    await box.want('task:1', sticky(3, 'One.'));
    await outbox.fail(await box.next(), 'timeout', 3_600_000);
    await box.want('task:1', sticky(3, 'Two.'));
    expect(await box.dueIn('task:1')).toBeLessThan(32);
  });

  it('sends again what somebody changed on GitHub, also what was dead', async () => {
    const again = (key: string) => fixture.store.transaction((tx) => tx.effects.again(project.id, key));
    await box.want('task:1', sticky(3, 'One.'));
    await again('task:1');
    const sent = await box.next();
    expect(sent.version).toBe(1);
    await outbox.sent(sent, 77);
    expect(await outbox.waiting()).toBe(0);

    await again('task:1');
    await again('unheard of');
    const isKnown = (key: string) => fixture.store.transaction((tx) => tx.effects.isKnown(project.id, key));
    expect([await isKnown('task:1'), await isKnown('unheard of')]).toEqual([true, false]);
    const second = await box.next();
    expect(second).toMatchObject({ version: 2, attempts: 1, externalId: 77 });
    await outbox.fail(second, 'refused', null);
    expect(await outbox.waiting()).toBe(0);
    await again('task:1');
    expect(await outbox.waiting()).toBe(1);
  });

  it('waits as long as was asked at most, whatever else was turned away for a shorter time', async () => {
    await box.want('reply:1', comment(3, 'Hello.'));
    await outbox.wait(project.installationId, 'comment', 60_000);
    await outbox.wait(project.installationId, 'comment', 0);
    expect(await outbox.claim(10, 20_000)).toEqual([]);
  });

  it('hands out an effect as it was wanted, with where to send it', async () => {
    const check: EffectBody = { kind: 'check', check: CHECK };
    await box.want('check:1', check);

    expect(await outbox.waiting()).toBe(1);
    expect(await box.next()).toEqual({
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
    await box.want('reply', comment(1, 'hello'));
    await box.want('reply', comment(1, 'hello'));
    const first = await box.next();
    expect(first.version).toBe(1);
    await outbox.sent(first, 555);
    await box.want('reply', comment(1, 'hello'));

    expect(await outbox.waiting()).toBe(0);
    expect(await outbox.claim(1, 60_000)).toEqual([]);
  });

  it('sends only the newest form of what was not sent yet, and keeps its id on GitHub', async () => {
    await box.want('card', sticky(1, 'one'));
    await box.want('card', sticky(1, 'two'));
    const first = await box.next();
    expect(first).toMatchObject({ version: 2, effect: { body: 'two' } });
    // A third form arrives while the second is on its way.
    await box.want('card', sticky(1, 'three', 'review'));
    await outbox.sent(first, 555);

    expect(await box.next()).toMatchObject({
      version: 3,
      attempts: 1,
      externalId: 555,
      effect: { body: 'three' },
    });
  });

  it('lets a newer version replace one for as long as it may settle, without ever putting it off', async () => {
    await box.want('card', sticky(1, 'one'), { settleMs: 2_000 });
    expect(await outbox.claim(1, 60_000)).toEqual([]);
    expect(await box.dueIn('card')).toBeGreaterThan(1);
    await box.want('card', sticky(1, 'two'), { settleMs: 60_000 });
    expect(await box.dueIn('card')).toBeLessThanOrEqual(2);
    await box.want('card', sticky(1, 'three'), { settleMs: 0 });

    expect(await box.next()).toMatchObject({ effect: { body: 'three' } });
  });

  it('edits a status comment at least 60 s after the last time, unless its state is new', async () => {
    await box.want('card', sticky(1, 'one'));
    await outbox.sent(await box.next(), 555);
    await box.want('card', sticky(1, '20 %'));
    expect(await box.dueIn('card')).toBeGreaterThan(50);
    expect(await outbox.claim(1, 60_000)).toEqual([]);

    await box.want('card', sticky(1, 'in review', 'review'));
    expect(await box.dueIn('card')).toBeLessThanOrEqual(0);
    // A plain edit does not put the change of state off.
    await box.want('card', sticky(1, 'in review, 90 %', 'review'));
    expect(await box.next()).toMatchObject({ effect: { body: 'in review, 90 %' } });
  });

  it('edits at once when the last time is long ago, and later when the newer form came during sending', async () => {
    await box.want('card', sticky(1, 'one'));
    const first = await box.next();
    await box.want('card', sticky(1, 'two'));
    await outbox.sent(first, 555);
    expect(await box.dueIn('card')).toBeGreaterThan(50);

    await fixture.sql(`update effects set sent_at = sent_at - interval '2 minutes', sent_version = version`);
    await box.want('card', sticky(1, 'three'));
    expect(await box.dueIn('card')).toBeLessThanOrEqual(0);
  });

  it('tries again later with the error kept, or never again', async () => {
    await box.want('reply', comment(1, 'hello'));
    await outbox.fail(await box.next(), 'GitHub is away', 30_000);
    expect(await outbox.claim(1, 60_000)).toEqual([]);
    expect(await box.dueIn('reply')).toBeGreaterThan(20);
    await fixture.sql('update effects set due_at = clock_timestamp()');
    await outbox.fail(await box.next(), 'locked', null);

    expect(await outbox.claim(1, 60_000)).toEqual([]);
    expect(await outbox.waiting()).toBe(0);
    expect(await fixture.sql('select dead, error from effects')).toEqual([{ dead: true, error: 'locked' }]);

    await box.want('reply', comment(1, 'other words'));
    expect(await box.next()).toMatchObject({ version: 2 });
  });

  it('does not bury a newer version with the one that GitHub refused', async () => {
    await box.want('card', sticky(1, 'bad'));
    const bad = await box.next();
    await box.want('card', sticky(1, 'good'));
    await outbox.fail(bad, 'refused', null);

    expect(await box.next()).toMatchObject({ effect: { body: 'good' } });
  });

  it('leaves a suspended project alone', async () => {
    await box.want('reply', comment(1, 'hello'));
    await fixture.store.transaction((tx) => tx.projects.setState(project.id, 'suspended'));

    expect(await outbox.claim(1, 60_000)).toEqual([]);
    expect(await outbox.waiting()).toBe(1);
  });

  it('says when the next is due, and that none is when nothing waits', async () => {
    expect(await outbox.nextDue()).toBeNull();
    await box.want('task:1', sticky(1, 'text'), { settleMs: 60_000 });
    expect(await outbox.nextDue()).toBeGreaterThan(30_000);
    await fixture.sql('update effects set due_at = clock_timestamp()');
    expect(await outbox.nextDue()).toBe(0);
    await outbox.sent(await box.next(), 5);
    expect(await outbox.nextDue()).toBeNull();
  });

  it('counts the replies of a thread within the last hour', async () => {
    await box.want('a', comment(1, 'a'));
    await box.want('b', comment(1, 'b'));
    await box.want('c', comment(2, 'c'));
    await box.want('card', sticky(1, 'card'));
    const replies = () => fixture.store.transaction((tx) => tx.effects.repliesInLastHour(project.id, 1));
    expect(await replies()).toBe(2);
    const reply = await box.next();
    await outbox.sent(reply, 1);
    expect(await replies()).toBe(2);

    await fixture.sql(`update effects set sent_at = clock_timestamp() - interval '2 hours' where id = $1`, [
      reply.id,
    ]);
    expect(await replies()).toBe(1);
  });
});
