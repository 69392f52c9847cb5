import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStore } from '../../src/db/create-store.ts';
import { silentLog } from '../support/silent-log.ts';
import { createFixture, must, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

describe('a transaction', () => {
  it('writes all or nothing, and rings only after the commit, each bell once', async () => {
    const project = await fixture.project();
    const lane = await fixture.lane((await fixture.configured()).id);
    fixture.bells.length = 0;
    const failing = fixture.store.transaction(async (tx) => {
      await tx.projects.setState(project.id, 'removed');
      tx.ring({ kind: 'effects' });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await fixture.store.read.project(project.id)).toEqual(project);
    expect(fixture.bells).toEqual([]);

    await fixture.store.transaction(async (tx) => {
      tx.ring({ kind: 'effects' });
      tx.ring({ kind: 'lane', lane });
      tx.ring({ kind: 'effects' });
      expect(fixture.bells).toEqual([]);
    });
    expect(fixture.bells).toEqual([{ kind: 'effects' }, { kind: 'lane', lane }]);
  });

  it('succeeds though the bell cannot be rung, and says so in the log', async () => {
    const logged: string[] = [];
    const log = { ...silentLog, warn: (_: object, message: string) => void logged.push(message) };
    const store = createStore(fixture.pool, { log, ring: () => Promise.reject(new Error('no Redis')) });
    const result = await store.transaction(async (tx) => {
      tx.ring({ kind: 'deliveries' });
      return 'done';
    });

    expect(result).toBe('done');
    expect(logged).toEqual(['could not ring after a commit']);
  });

  it('is run afresh when Postgres ends it to resolve a deadlock', async () => {
    const { id } = await fixture.configured();
    const [first, second] = [await fixture.task(id, 1), await fixture.task(id, 2)];
    let runs = 0;
    const waiting: (() => void)[] = [];
    /** Both sides hold their first row before either asks for its second, in the first round. */
    const meet = () =>
      new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length >= 2) for (const go of waiting) go();
      });
    const lockBoth = (one: number, other: number) =>
      fixture.store.transaction(async (tx) => {
        runs += 1;
        const task = must(await tx.tasks.lock(id, one));
        await meet();
        const last = must(await tx.tasks.lock(id, other));
        await tx.tasks.setClaimedPercent(task.id, task.claimedPercent + 10);
        await tx.tasks.setClaimedPercent(last.id, last.claimedPercent + 10);
      });
    await Promise.all([lockBoth(1, 2), lockBoth(2, 1)]);

    // Who begins anew may still be faster than who waits, and meet the deadlock once more.
    expect(runs).toBeGreaterThanOrEqual(3);
    expect(await fixture.store.read.task(id, first.issue)).toMatchObject({ claimedPercent: 20 });
    expect(await fixture.store.read.task(id, second.issue)).toMatchObject({ claimedPercent: 20 });
  });

  it('fails, and the pool lives on, when its connection is cut', async () => {
    const project = await fixture.project();
    const cut = fixture.store.transaction(async (tx) => {
      await tx.projects.setState(project.id, 'removed');
      await fixture.sql(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and state = 'idle in transaction'`,
      );
      await tx.projects.setState(project.id, 'archived');
    });
    await expect(cut).rejects.toThrow(/terminat|connection/i);

    expect(await fixture.store.read.project(project.id)).toEqual(project);
    await fixture.store.transaction((tx) => tx.projects.setState(project.id, 'suspended'));
    expect(await fixture.store.read.project(project.id)).toMatchObject({ state: 'suspended' });
  });
});
