import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUpkeep } from '../../src/db/create-upkeep.ts';
import { createFixture, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

describe('the fault', () => {
  it('velocity that grew with scope', async () => {
    const { id: project } = await fixture.configured();
    await fixture.sql("update projects set created_at = now() - interval '30 days'");
    const { progressBook } = createUpkeep(fixture.pool);
    const velocity = async () => (await progressBook.summary(project)).velocity.hoursPerDay;
    const done = await fixture.task(project, 1, { estimateHours: 7 });
    await fixture.store.transaction((tx) => tx.tasks.setStatus(done.id, 'done'));
    expect(await velocity()).toBeCloseTo(0.5, 9);

    for (const issue of [2, 3, 4]) await fixture.task(project, issue, { estimateHours: 100 });
    await fixture.store.transaction((tx) => tx.tasks.setEstimate(done.id, 700));
    expect(await velocity()).toBeCloseTo(0.5, 9);
  });
});
