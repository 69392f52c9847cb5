import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LaneId, ProjectId } from '../../src/core/model/ids.ts';
import { LaneLost } from '../../src/ports.ts';
import { createFixture, fakeSha, must, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

async function newLane(): Promise<{ project: ProjectId; lane: LaneId }> {
  const { id: project } = await fixture.configured();
  return { project, lane: await fixture.lane(project) };
}

function lapse(lane: LaneId) {
  return fixture.sql(`update lanes set held_until = clock_timestamp() - interval '1 second' where id = $1`, [
    lane,
  ]);
}

describe('holding a lane', () => {
  it('is for one at a time, among many who try at once', async () => {
    const { lane } = await newLane();
    for (let round = 1; round <= 5; round += 1) {
      const holds = await Promise.all(
        Array.from({ length: 30 }, () => fixture.store.holdLane(lane, randomUUID())),
      );

      const [hold, ...others] = holds.filter((each) => each !== null);
      expect(others).toEqual([]);
      expect(must(hold)).toMatchObject({ lane, fence: round });
      await fixture.store.releaseLane(must(hold));
    }
  });

  it('passes on once 20 s are over, with a higher fence, and the one before can do nothing any more', async () => {
    const { lane } = await newLane();
    const frozen = must(await fixture.store.holdLane(lane, randomUUID()));
    expect(await fixture.store.holdLane(lane, randomUUID())).toBeNull();
    await lapse(lane);

    await expect(fixture.store.renewLane(frozen)).rejects.toThrow(LaneLost);
    await expect(fixture.store.inLane(frozen, () => Promise.resolve('wrote'))).rejects.toThrow(LaneLost);
    const next = must(await fixture.store.holdLane(lane, randomUUID()));
    expect(next.fence).toBe(frozen.fence + 1);
    await expect(fixture.store.renewLane(frozen)).rejects.toThrow(LaneLost);
    await expect(fixture.store.inLane(frozen, () => Promise.resolve('wrote'))).rejects.toThrow(LaneLost);

    await fixture.store.releaseLane(frozen);
    await fixture.store.renewLane(next);
    expect(await fixture.store.inLane(next, () => Promise.resolve('wrote'))).toBe('wrote');
  });

  it('lasts 20 s of database time from each renewal', async () => {
    const { lane } = await newLane();
    const hold = must(await fixture.store.holdLane(lane, randomUUID()));
    const left = async () => {
      const [row] = await fixture.sql(
        'select extract(epoch from held_until - clock_timestamp())::float8 as s from lanes where id = $1',
        [lane],
      );
      return Number(must(row)['s']);
    };
    expect(await left()).toBeGreaterThan(15);
    await fixture.sql(
      `update lanes set held_until = clock_timestamp() + interval '5 seconds' where id = $1`,
      [lane],
    );

    await fixture.store.renewLane(hold);

    expect(await left()).toBeGreaterThan(15);
    expect(await left()).toBeLessThanOrEqual(20);
  });

  it('keeps everybody else out until its transaction has ended, even past the lease', async () => {
    const { lane } = await newLane();
    const hold = must(await fixture.store.holdLane(lane, randomUUID()));
    await fixture.sql(
      `update lanes set held_until = clock_timestamp() + interval '300 milliseconds' where id = $1`,
      [lane],
    );
    const order: string[] = [];
    const taking = await fixture.store.inLane(hold, async (tx) => {
      // Waits for the row that this transaction has locked, and then finds the lease over.
      await tx.lanes.lock(lane);
      const taking = takeWhenFree(lane).then((next) => {
        order.push('taken');
        return next;
      });
      await passed(lane);
      order.push('written');
      return { taking };
    });

    expect(must(await taking.taking).fence).toBe(hold.fence + 1);
    expect(order).toEqual(['written', 'taken']);
  });
});

/** Resolves with the next hold; asks again until the lease is over. */
async function takeWhenFree(lane: LaneId) {
  for (;;) {
    const hold = await fixture.store.holdLane(lane, randomUUID());
    if (hold) return hold;
  }
}

/** Until the database says that the lane's lease is over. */
async function passed(lane: LaneId): Promise<void> {
  for (;;) {
    const [row] = await fixture.sql(
      'select held_until < clock_timestamp() as over from lanes where id = $1',
      [lane],
    );
    if (must(row)['over'] === true) return;
  }
}

describe('a lane', () => {
  it('says why it is paused until it is resumed', async () => {
    const { project, lane } = await newLane();
    await fixture.store.transaction((tx) => tx.lanes.pause(lane, 'target_missing', 'flotilla'));
    expect(await fixture.store.read.lane(lane)).toMatchObject({
      paused: { reason: 'target_missing', by: 'flotilla' },
    });

    await fixture.store.transaction(async (tx) => {
      await tx.lanes.drain(lane, 'mona');
      expect(await tx.lanes.lock(lane)).toMatchObject({ draining: { by: 'mona' } });
      await tx.lanes.resume(lane);
      expect(await tx.lanes.lock(lane)).toMatchObject({ paused: null, draining: null });
      expect(await tx.lanes.byBranch(project, 'epic-1/first')).toMatchObject({ id: lane });
      expect(await tx.lanes.byBranch(project, 'none')).toBeNull();
    });
  });

  it('orders its entries: in flight, then by priority with ageing, then by time, then who waits', async () => {
    const { project, lane } = await newLane();
    const add = async (number: number, priority: number, minutesAgo: number, state?: 'waiting') => {
      const pull = await fixture.pull(project, number);
      const entry = await fixture.entry(lane, pull.id, { priority, ...(state ? { state } : {}) });
      await fixture.sql(
        `update merge_entries set queued_at = clock_timestamp() - $2 * interval '1 minute' where id = $1`,
        [entry.id, minutesAgo],
      );
      return entry.id;
    };
    await add(1, 50, 0);
    await add(2, 60, 0);
    await add(3, 50, 5);
    // Two hours are worth twelve priorities: it goes before a fresh 60.
    await add(4, 50, 120);
    await add(5, 99, 500, 'waiting');
    const flying = await add(6, 1, 0);
    await fixture.store.transaction((tx) => tx.entries.beginAttempt(flying));

    const order = await fixture.store.read.liveEntries(lane);

    expect(order.map(({ pull }) => pull)).toEqual([6, 4, 2, 3, 1, 5]);
    expect(await fixture.store.transaction((tx) => tx.entries.liveOfLane(lane))).toEqual(order);
  });

  async function isDue(lane: LaneId): Promise<boolean> {
    return (await fixture.store.read.lanesDue()).includes(lane);
  }

  it('is due for what is queued, unless that is held, not yet due, behind something in flight, or the lane paused', async () => {
    const { project, lane } = await newLane();
    expect(await isDue(lane)).toBe(false);
    const first = await fixture.entry(lane, (await fixture.pull(project, 1)).id);
    expect(await isDue(lane)).toBe(true);

    await fixture.store.transaction((tx) => tx.entries.lookAgain(first.id, 60_000));
    expect(await isDue(lane)).toBe(false);
    await fixture.store.transaction((tx) => tx.entries.lookNow(first.id));
    expect(await isDue(lane)).toBe(true);

    await fixture.store.transaction((tx) => tx.lanes.pause(lane, 'frozen', 'mona'));
    expect(await isDue(lane)).toBe(false);
    await fixture.store.transaction((tx) => tx.entries.setLeaving(first.id, 'mona'));
    expect(await isDue(lane)).toBe(true);
    await fixture.sql('update merge_entries set leaving_by = null where id = $1', [first.id]);
    await fixture.store.transaction((tx) => tx.lanes.resume(lane));

    await fixture.store.transaction((tx) => tx.entries.setHeld(first.id, true));
    expect(await isDue(lane)).toBe(false);
    await fixture.store.transaction((tx) => tx.entries.setHeld(first.id, false));
    await fixture.entry(lane, (await fixture.pull(project, 2)).id);
    await fixture.store.transaction(async (tx) => {
      await tx.entries.beginAttempt(first.id);
      await tx.entries.lookAgain(first.id, 60_000);
    });
    expect(await isDue(lane)).toBe(false);
  });

  it('is due for what is in flight by its time or a hold, even when paused; not for another project state', async () => {
    const { project, lane } = await newLane();
    const entry = await fixture.entry(lane, (await fixture.pull(project, 1)).id);
    await fixture.store.transaction(async (tx) => {
      await tx.entries.beginAttempt(entry.id);
      await tx.lanes.pause(lane, 'frozen', 'mona');
    });
    expect(await isDue(lane)).toBe(true);
    await fixture.store.transaction((tx) => tx.entries.lookAgain(entry.id, 60_000));
    expect(await isDue(lane)).toBe(false);
    await fixture.store.transaction((tx) => tx.entries.setHeld(entry.id, true));
    expect(await isDue(lane)).toBe(true);
    await fixture.store.transaction((tx) => tx.projects.setState(project, 'suspended'));
    expect(await isDue(lane)).toBe(false);
  });

  it('is not due for entries that only wait for their head', async () => {
    const { project, lane } = await newLane();
    await fixture.entry(lane, (await fixture.pull(project, 1)).id, { state: 'waiting' });

    expect(await isDue(lane)).toBe(false);
  });

  it('names its newest landings with the paths of what landed', async () => {
    const { project, lane } = await newLane();
    for (const [number, digit] of [
      [1, 'b'],
      [2, 'd'],
    ] as const) {
      const pull = await fixture.pull(project, number);
      const entry = await fixture.entry(lane, pull.id);
      const candidate = {
        sha: fakeSha(digit),
        tree: fakeSha('e'),
        base: fakeSha('f'),
        inheritsHeadGates: false,
        configBlob: fakeSha('c'),
      };
      await fixture.store.transaction(async (tx) => {
        if (number === 2)
          await tx.pulls.setFiles(pull.id, { head: fakeSha('a'), paths: ['x.ts'], truncated: false });
        await tx.entries.beginAttempt(entry.id);
        await tx.entries.saveCandidate(entry.id, candidate);
        await tx.entries.setState(entry.id, 'landing');
        await tx.entries.landed(entry.id, candidate.sha);
      });
    }

    expect(await fixture.store.read.landedOn(lane)).toEqual([
      { pull: 2, landed: fakeSha('d'), paths: ['x.ts'] },
      { pull: 1, landed: fakeSha('b'), paths: [] },
    ]);
  });
});
