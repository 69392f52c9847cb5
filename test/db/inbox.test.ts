import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery, Inbox } from '../../src/ports.ts';
import { createFixture, type Fixture } from './store-fixture.ts';

let fixture: Fixture | undefined;
let inbox: Inbox;
beforeEach(async () => {
  await fixture?.close();
  fixture = await createFixture();
  ({ inbox } = fixture.store);
});
afterAll(() => fixture?.close());

function sql(text: string, values: readonly unknown[] = []) {
  if (!fixture) throw new Error('no fixture');
  return fixture.sql(text, values);
}

function delivery(guid: string, body = '{}'): Delivery {
  return { guid, event: 'issues', installationId: 7, body: Buffer.from(body) };
}

describe('the inbox', () => {
  it('gives back exactly the bytes that were signed, oldest first', async () => {
    const odd = Buffer.from([0, 1, 34, 92, 44, 123, 125, 255]);
    await inbox.store([{ guid: 'b', event: 'push', installationId: null, body: odd }]);
    await inbox.store([delivery('a', '{"zen":"é"}')]);

    expect(await inbox.claim(10, 60_000)).toEqual([
      { guid: 'b', event: 'push', installationId: null, body: odd, attempts: 1 },
      { guid: 'a', event: 'issues', installationId: 7, body: Buffer.from('{"zen":"é"}'), attempts: 1 },
    ]);
  });

  it('keeps each delivery once, in one batch and across batches, also when many store at once', async () => {
    const batch = [delivery('x', '1'), delivery('y', '2'), delivery('x', '3')];
    await Promise.all(Array.from({ length: 10 }, () => inbox.store(batch)));
    await inbox.store([]);

    const claimed = await inbox.claim(10, 60_000);
    expect(claimed.map(({ guid }) => guid).sort()).toEqual(['x', 'y']);
  });

  it('hands every delivery to exactly one of many workers', async () => {
    const guids = Array.from({ length: 200 }, () => randomUUID());
    await inbox.store(guids.map((guid) => delivery(guid)));
    const claims = await Promise.all(Array.from({ length: 40 }, () => inbox.claim(7, 60_000)));

    const claimed = claims.flat().map(({ guid }) => guid);
    expect(new Set(claimed).size).toBe(claimed.length);
    const rest = await inbox.claim(1_000, 60_000);
    expect([...claimed, ...rest.map(({ guid }) => guid)].sort()).toEqual(guids.sort());
  });

  it('hands a delivery out again when its lease is over, and counts the attempts', async () => {
    await inbox.store([delivery('a')]);
    await inbox.claim(1, 60_000);
    expect(await inbox.claim(1, 60_000)).toEqual([]);
    await sql(`update deliveries set leased_until = clock_timestamp() - interval '1 second'`);

    expect(await inbox.claim(1, 60_000)).toMatchObject([{ guid: 'a', attempts: 2 }]);
  });

  it('lets a worker go on for as long as it renews what it has, and hears nothing from it afterwards', async () => {
    const lapse = () => sql(`update deliveries set leased_until = clock_timestamp() - interval '1 second'`);
    await inbox.store([delivery('a'), delivery('b')]);
    const stalled = await inbox.claim(2, 1);
    await lapse();
    expect(await inbox.renew(stalled, 60_000)).toEqual(new Set());
    const heir = await inbox.claim(1, 60_000);
    expect(await inbox.renew(heir, 60_000)).toEqual(new Set(['a']));

    for (const one of stalled) await inbox.fail(one, 'late', one.guid === 'a' ? null : 30_000);
    await inbox.postpone(stalled, 30_000);
    expect(
      await sql(
        'select guid, state, attempts, leased_until is not null as leased from deliveries order by guid',
      ),
    ).toEqual([
      { guid: 'a', state: 'pending', attempts: 2, leased: true },
      // Nobody else has it: what its worker says late is as good as what it said in time.
      { guid: 'b', state: 'pending', attempts: 1, leased: false },
    ]);
  });

  it('settles once, keeps the bytes, and a redelivery of what was handled does nothing', async () => {
    await inbox.store([delivery('a')]);
    await inbox.claim(1, 60_000);
    await inbox.settle('a');
    await inbox.fail({ guid: 'a', attempts: 1 }, 'late', null);
    await inbox.store([delivery('a')]);

    expect(await inbox.claim(1, 60_000)).toEqual([]);
    expect(
      await sql('select state, ended_at is not null as ended, body is not null as kept from deliveries'),
    ).toEqual([{ state: 'handled', ended: true, kept: true }]);
  });

  it('settles in the very transaction of what the delivery caused, or not at all', async () => {
    await inbox.store([delivery('a')]);
    await inbox.claim(1, 60_000);
    const failing = fixture?.store.transaction(async (tx) => {
      await tx.settleDelivery('a');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await sql('select state from deliveries')).toEqual([{ state: 'pending' }]);

    await fixture?.store.transaction((tx) => tx.settleDelivery('a'));
    expect(await sql('select state from deliveries')).toEqual([{ state: 'handled' }]);
  });

  it('waits before another attempt', async () => {
    await inbox.store([delivery('a')]);
    await inbox.claim(1, 60_000);
    await inbox.fail({ guid: 'a', attempts: 1 }, 'GitHub is away', 30_000);
    expect(await inbox.claim(1, 60_000)).toEqual([]);
    await sql('update deliveries set due_at = clock_timestamp()');

    expect(await inbox.claim(1, 60_000)).toMatchObject([{ guid: 'a', attempts: 2 }]);
  });

  it('shows what is dead with its error, and takes it up again when redriven or delivered again', async () => {
    await inbox.store([delivery('a'), delivery('b')]);
    await inbox.claim(2, 60_000);
    await inbox.fail({ guid: 'a', attempts: 1 }, 'odd shape', null);
    await inbox.fail({ guid: 'b', attempts: 1 }, 'odder shape', null);
    expect(await inbox.dead()).toMatchObject([
      { guid: 'a', event: 'issues', error: 'odd shape', attempts: 1 },
      { guid: 'b', event: 'issues', error: 'odder shape', attempts: 1 },
    ]);
    expect(await inbox.claim(2, 60_000)).toEqual([]);

    expect(await inbox.redrive('a')).toBe(true);
    expect(await inbox.redrive('a')).toBe(false);
    expect(await inbox.redrive('none')).toBe(false);
    await inbox.store([delivery('b')]);

    expect(await inbox.dead()).toEqual([]);
    expect(await inbox.claim(2, 60_000)).toMatchObject([
      { guid: 'a', attempts: 1 },
      { guid: 'b', attempts: 1 },
    ]);
  });
});
