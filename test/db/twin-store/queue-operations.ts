import type { EffectBody } from '../../../src/core/model/effect.ts';
import type { Random } from '../../sim/random.ts';
import { ISSUES, MINUTE, type Operation } from './operation.ts';
import { inScene, must } from './side.ts';

/** PostgreSQL adds up to a quarter by chance: still less than the shortest time that passes here. */
const SOON = 40_000;
const GUIDS = ['g1', 'g2', 'g3', 'g4', 'g5'];

export const queueOperations: readonly Operation[] = [
  {
    name: 'inbox.store',
    run: ({ store }, random) => {
      const guids = GUIDS.filter(() => random.chance(0.3));
      const body = Buffer.from('{}');
      return store.inbox.store(guids.map((guid) => ({ guid, event: 'push', installationId: 7, body })));
    },
  },
  {
    name: 'inbox.claim',
    run: async ({ store }, random) => {
      const limit = random.between(1, 3);
      const claimed = await store.inbox.claim(limit, 2 * MINUTE);
      return claimed.map(({ guid, event, installationId, body, attempts }) => ({
        guid,
        event,
        installationId,
        body,
        attempts,
      }));
    },
  },
  {
    name: 'inbox: what becomes of one',
    run: async (side, random) => {
      const guid = random.pick(GUIDS);
      const what = random.int(7);
      const claim = { guid, attempts: random.between(1, 2) };
      const { inbox } = side.store;
      if (what === 0) return inbox.settle(guid);
      if (what === 1) return inbox.fail(claim, 'it broke', SOON);
      if (what === 2) return inbox.fail(claim, 'it broke', null);
      if (what === 3) return inbox.postpone([claim], 5 * MINUTE);
      if (what === 4) return inbox.redrive(guid);
      if (what === 5) return [...(await inbox.renew([claim], 2 * MINUTE))];
      return inScene(side, ({ tx }) => tx.settleDelivery(guid));
    },
  },
  {
    name: 'inbox.dead',
    run: async ({ store }) =>
      (await store.inbox.dead()).toSorted((one, other) => (one.guid < other.guid ? -1 : 1)),
  },
  {
    name: 'effects.want',
    run: (side, random) => {
      const { key, ...body } = drawEffect(random);
      const settleMs = random.pick([0, 0, 2 * MINUTE]);
      return inScene(side, ({ tx, project: projectId }) =>
        tx.effects.want({ projectId, key, settleMs, ...body }),
      );
    },
  },
  {
    name: 'effects: the rest',
    run: (side, random) => {
      const issue = random.pick(ISSUES);
      const key = drawEffect(random).key;
      return inScene(side, async ({ tx, project }) => {
        await tx.effects.again(project, key);
        return [await tx.effects.repliesInLastHour(project, issue), await tx.effects.isKnown(project, key)];
      });
    },
  },
  {
    name: 'outbox.claim',
    run: async ({ store, effects }, random) => {
      const claimed = await store.outbox.claim(random.between(1, 4), 2 * MINUTE);
      effects.push(...claimed);
      return claimed.map((one) => {
        const { effect, version, attempts, externalId, repo } = one;
        const { settleMs: _, ...shown } = effect;
        return { effect: shown, version, attempts, externalId, repo, mine: one.stillMine() };
      });
    },
  },
  {
    name: 'outbox: what becomes of one',
    run: async ({ store, effects }, random) => {
      const what = random.int(9);
      const external = random.between(1, 9);
      const claimed = must(effects.at(-1 - random.int(Math.min(3, Math.max(effects.length, 1)))), 'effect');
      const { id } = claimed;
      if (what < 3) return store.outbox.sent(claimed, external);
      if (what === 3) return store.outbox.fail(claimed, 'it broke', SOON);
      if (what === 4) return store.outbox.fail(claimed, 'it broke', null);
      if (what === 5) return store.outbox.handBack([claimed]);
      if (what > 6) return store.outbox.begin(claimed, effects.slice(-3), 2 * MINUTE);
      return store.outbox.redrive(id);
    },
  },
  {
    name: 'outbox: what waits',
    run: async ({ store }, random) => {
      const kind = random.pick(['comment', 'sticky', 'labels'] as const);
      if (random.chance(0.2)) await store.outbox.wait(7, kind, random.pick([1, 3]) * MINUTE);
      const due = await store.outbox.nextDue();
      return { waiting: await store.outbox.waiting(), due: due === null ? null : Math.round(due / MINUTE) };
    },
  },
];

function drawEffect(random: Random): EffectBody & { readonly key: string } {
  const issue = random.pick(ISSUES);
  const body = `text ${random.int(3)}`;
  const labels = { want: [`status: ${body}`], manage: ['status: '], close: random.chance(0.2) };
  const check = { name: 'Flotilla', sha: 'a'.repeat(40), status: 'queued', conclusion: null } as const;
  return random.pick<EffectBody & { readonly key: string }>([
    { key: `reply:${random.int(4)}`, kind: 'comment', issue, body },
    { key: `task:${issue}`, kind: 'sticky', issue, body, state: random.pick(['pending', 'done']) },
    { key: `reaction:${issue}`, kind: 'reaction', commentId: issue, content: '+1' },
    { key: `labels:${issue}`, kind: 'labels', issue, ...labels },
    { key: 'check:1', kind: 'check', check: { ...check, title: body, summary: body, actions: [] } },
  ]);
}
