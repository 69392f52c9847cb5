import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryAttempt } from '../../src/core/upkeep/delivery-scan.ts';
import { createUpkeep } from '../../src/db/create-upkeep.ts';
import { SweepLost } from '../../src/ports.ts';
import { createFixture, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
beforeEach(async () => {
  await (fixture as Fixture | undefined)?.close();
  fixture = await createFixture();
});
afterAll(() => fixture.close());

const NOBODY = randomUUID();

function attempt(guid: string, hoursAgo: number, id = guid): DeliveryAttempt {
  return { id, guid, event: 'issues', status: 'timed out', at: new Date(Date.now() - hoursAgo * 3_600_000) };
}

describe('a sweep', () => {
  it('is taken by exactly one of many, and by the next one when it is due again', async () => {
    const { sweeps } = createUpkeep(fixture.pool);
    const holders = Array.from({ length: 10 }, () => randomUUID());
    const won = await Promise.all(holders.map((holder) => sweeps.take('deliveries', holder, 60_000)));
    expect(won.filter(Boolean)).toHaveLength(1);
    const holder = holders[won.indexOf(true)] ?? NOBODY;

    await sweeps.end('deliveries', NOBODY, { well: true, inMs: 0 });
    expect(await sweeps.take('deliveries', NOBODY, 60_000)).toBe(false);
    await sweeps.end('deliveries', holder, { well: true, inMs: 60_000 });
    expect(await sweeps.take('deliveries', NOBODY, 60_000)).toBe(false);
    await sweeps.makeDue('deliveries');
    expect(await sweeps.take('deliveries', NOBODY, 60_000)).toBe(true);
  });

  it('whose holder is not heard of goes to another, and the first one learns of it', async () => {
    const { sweeps } = createUpkeep(fixture.pool);
    const [frozen, next] = [randomUUID(), randomUUID()];
    await sweeps.take('deliveries', frozen, 60_000);
    await sweeps.keep('deliveries', frozen, 60_000);
    await fixture.sql("update sweeps set held_until = held_until - interval '1 hour'");
    expect(await sweeps.take('deliveries', next, 60_000)).toBe(true);

    await expect(sweeps.keep('deliveries', frozen, 60_000)).rejects.toBeInstanceOf(SweepLost);
    await sweeps.end('deliveries', frozen, { well: true, inMs: 0 });
    await sweeps.keep('deliveries', next, 60_000);
  });
});

describe('the delivery log', () => {
  const nothing = { coveredFrom: null, sweptUntil: null, scan: null };

  it('goes on where it was left', async () => {
    const { deliveryLog } = createUpkeep(fixture.pool);
    expect(await deliveryLog.progress()).toEqual(nothing);
    const moment = (hour: number) => new Date(Date.UTC(2026, 2, 10, hour));
    const scan = { from: moment(5), floor: moment(3), cursor: 'v1_7' };
    const progress = { coveredFrom: moment(1), sweptUntil: moment(4), scan };
    await deliveryLog.advance([], progress);
    expect(await deliveryLog.progress()).toEqual(progress);
    await deliveryLog.advance([], { ...progress, scan: null });
    expect(await deliveryLog.progress()).toEqual({ ...progress, scan: null });
  });

  it('gives what is missing once each, oldest first, by its newest attempt, until it comes', async () => {
    const { deliveryLog } = createUpkeep(fixture.pool);
    const { inbox } = fixture.store;
    await deliveryLog.advance(
      [attempt('b', 2), attempt('a', 1, '99999999999999999999'), attempt('gone', 80)],
      nothing,
    );
    await deliveryLog.advance([attempt('a', 3, '1')], nothing);
    expect(await deliveryLog.missing(10)).toEqual([
      { guid: 'a', attemptId: '99999999999999999999', asked: 0 },
      { guid: 'b', attemptId: 'b', asked: 0 },
    ]);
    await deliveryLog.asked('a', 60_000, 'no such delivery');
    await inbox.store([{ guid: 'b', event: 'issues', installationId: null, body: Buffer.from('{}') }]);
    expect(await deliveryLog.held(['a', 'b'])).toEqual(new Set(['b']));
    expect(await deliveryLog.missing(10)).toEqual([]);
    expect((await deliveryLog.gaps()).missing).toMatchObject([
      { guid: 'gone', asked: 0, error: null },
      { guid: 'a', asked: 1, error: 'no such delivery', status: 'timed out' },
    ]);
  });

  it('says since when nothing is missing', async () => {
    const { deliveryLog } = createUpkeep(fixture.pool);
    expect(await deliveryLog.gaps()).toMatchObject({ noGapsSince: null, sweptUntil: null });
    const swept = { ...nothing, coveredFrom: new Date(0), sweptUntil: new Date(1) };
    await deliveryLog.advance([], swept);
    expect(await deliveryLog.gaps()).toMatchObject({ noGapsSince: new Date(0), sweptUntil: new Date(1) });
    const lost = attempt('a', 1);
    await deliveryLog.advance([lost], swept);
    expect(await deliveryLog.gaps()).toMatchObject({ noGapsSince: lost.at });
  });
});
