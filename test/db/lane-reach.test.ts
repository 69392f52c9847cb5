import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EntryId, LaneId } from '../../src/core/model/ids.ts';
import { CONFIG, createFixture, fakeSha, type Fixture } from './store-fixture.ts';

interface Landing {
  readonly lane: LaneId;
  readonly entry: EntryId;
}

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

/** Epic two takes in what epic one has; its task 9 waits for tasks 1, 2 and 3 of epic one. */
async function arrange() {
  const epics = CONFIG.epics.map((epic) => ({ ...epic, sync: epic.key === 'two' ? ['one'] : [] }));
  const project = await fixture.configured({ epics });
  const [from, into] = [await fixture.lane(project.id), await fixture.lane(project.id, 'epic-2/second')];
  const { id: waits } = await fixture.store.transaction(async (tx) => {
    const epicId = await tx.tasks.epicByLabels(project.id, ['epic:two']);
    return fixture.task(project.id, 9, { epicId });
  });
  await fixture.store.transaction(async (tx) => {
    const on = [1, 2, 3].map((issue) => ({ project: project.id, issue, closed: false }));
    await tx.tasks.setDependencies(waits, 'body', on);
  });

  /** The task of `issue` lands as `sha`, built on `base`. */
  const land = async (issue: number, base: string, sha: string): Promise<Landing> => {
    const task = await fixture.task(project.id, issue);
    const pull = await fixture.pull(project.id, 100 + issue, { head: fakeSha(`${issue}`) }, task.id);
    const entry = await fixture.entry(from, pull.id, { head: fakeSha(`${issue}`) });
    await fixture.store.transaction(async ({ entries, tasks }) => {
      const candidate = { tree: fakeSha('f'), configBlob: fakeSha('c'), inheritsHeadGates: false };
      await entries.beginAttempt(entry.id);
      await entries.saveCandidate(entry.id, { ...candidate, sha: fakeSha(sha), base: fakeSha(base) });
      for (const state of ['testing', 'landing'] as const) await entries.setState(entry.id, state);
      await entries.landed(entry.id, fakeSha(sha));
      await tasks.setStatus(task.id, 'done');
    });
    return { lane: from, entry: entry.id };
  };

  return {
    waits,
    land,
    /** The issues whose code the branch of epic two lacks, as far as is known. */
    lacks: async () => {
      const missing = await fixture.store.transaction((tx) => tx.tasks.missing(waits));
      return missing.flatMap((one) => (one.kind === 'task' && one.code ? [one.issue] : []));
    },
    reached: (landing: Landing) => fixture.store.transaction((tx) => tx.lanes.reached(into, landing)),
    unreached: (landing: Landing) => fixture.store.transaction((tx) => tx.lanes.unreached(into, landing)),
  };
}

it('who has a landing has those that it was built on', async () => {
  const { land, lacks, reached, waits } = await arrange();
  await land(1, '0', 'a');
  await land(2, 'a', 'b');
  const newest = await land(3, 'b', 'd');
  expect(await lacks()).toEqual([1, 2, 3]);
  expect(await reached(newest)).toEqual([waits]);
  expect(await lacks()).toEqual([]);
});

it('and not those that somebody moved the branch back from before it was built', async () => {
  const { land, lacks, reached, unreached, waits } = await arrange();
  const first = await land(1, '0', 'a');
  const second = await land(2, '0', 'b');
  const newest = await land(3, 'b', 'd');
  expect(await reached(newest)).toEqual([waits]);
  expect(await lacks()).toEqual([1]);

  // It came another way, and that stays known beside what came later.
  expect(await reached(first)).toEqual([waits]);
  expect(await lacks()).toEqual([]);
  await reached(second);
  expect(await unreached(first)).toEqual([waits]);
  expect(await lacks()).toEqual([1]);
  expect(await unreached(newest)).toEqual([waits]);
  expect(await lacks()).toEqual([1, 2, 3]);
});
