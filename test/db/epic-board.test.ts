import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { EpicId, ProjectId } from '../../src/core/model/ids.ts';
import { createUpkeep } from '../../src/db/create-upkeep.ts';
import type { EpicAt, EpicBoard, TaskFromIssue } from '../../src/ports.ts';
import { CONFIG, createFixture, fakeSha, must, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
let board: EpicBoard;
let project: ProjectId;
beforeEach(async () => {
  await (fixture as Fixture | undefined)?.close();
  fixture = await createFixture();
  ({ epicBoard: board } = createUpkeep(fixture.pool));
  ({ id: project } = await fixture.configured());
});
afterAll(() => fixture.close());

function task(issue: number, more: Partial<TaskFromIssue> = {}) {
  return fixture.task(project, issue, { estimateHours: 4, ...more });
}

async function epic(key = 'one'): Promise<EpicAt> {
  return must((await board.facts(project)).epics.find((one) => one.key === key) ?? null);
}

/** The epics that changed since this was asked last. */
async function changed(): Promise<readonly EpicId[]> {
  const { marks, projects } = await board.changed(1_000);
  await board.shown(marks);
  return projects.flatMap(({ epics }) => epics);
}

describe('an epic is marked as changed', () => {
  it('with those that wait for it, by what its comment shows, and by nothing else', async () => {
    const [one, two] = [(await epic()).id, (await epic('two')).id];
    const made = await task(1);
    expect(await changed()).toEqual([one, two]);
    expect(await changed()).toEqual([]);
    await task(1);
    await fixture.store.transaction((tx) => tx.tasks.setHeld(made.id, true));
    expect(await changed()).toEqual([]);

    const steps: readonly (() => Promise<unknown>)[] = [
      () => fixture.store.transaction((tx) => tx.tasks.setClaimedPercent(made.id, 40)),
      () => fixture.store.transaction((tx) => tx.tasks.setStatus(made.id, 'blocked', 'no database')),
      () => fixture.store.transaction((tx) => tx.tasks.setEstimate(made.id, 9)),
      async () => {
        const lane = await fixture.lane(project);
        await fixture.store.transaction((tx) => tx.lanes.pause(lane, 'a release', 'mona'));
      },
      async () => fixture.entry(await fixture.lane(project), (await fixture.pull(project, 8)).id),
      () => fixture.store.transaction((tx) => tx.projects.configure(project, CONFIG, fakeSha('d'))),
    ];
    for (const step of steps) {
      await step();
      expect(await changed()).toEqual([one, two]);
    }
  });

  it('also when a task leaves it', async () => {
    await task(1);
    await changed();
    const { id: two } = await epic('two');
    await task(1, { epicId: two });
    expect(await changed()).toEqual([(await epic()).id, two]);
  });

  it('until that was shown, whatever was marked meanwhile', async () => {
    await task(1);
    const first = await board.changed(1_000);
    await task(2);
    await board.shown(first.marks);
    expect((await board.changed(1_000)).marks).toHaveLength(1);
  });

  it('in no repository that is left alone', async () => {
    await task(1);
    await fixture.store.transaction((tx) => tx.projects.setState(project, 'suspended'));
    expect((await board.changed(1_000)).projects).toEqual([]);
  });
});

describe('the home of an epic', () => {
  it('is the issue that most of its tasks are under, and stays it while any is', async () => {
    const { id } = await epic();
    await task(1);
    expect(await epic()).toMatchObject({ home: null, shownOn: null });
    await task(1, { parentIssue: 30 });
    await task(2, { parentIssue: 20 });
    expect((await epic()).home).toBe(20);
    await board.settle(id, 20);
    await task(3, { parentIssue: 30 });
    expect(await epic()).toMatchObject({ home: 20, shownOn: 20 });
    await task(2, { parentIssue: 30 });
    expect(await epic()).toMatchObject({ home: 30, shownOn: 20 });
    await board.settle(id, 30);
    for (const issue of [1, 2, 3]) await task(issue);
    expect((await epic()).home).toBe(30);
  });
});

describe('what an epic shows', () => {
  it('is what it waits for with the tasks that would do it, and its merge queue', async () => {
    await task(1, { estimateHours: 6 });
    const done = await task(2, { estimateHours: 4 });
    await fixture.store.transaction((tx) => tx.tasks.setStatus(done.id, 'done'));
    const lane = await fixture.lane(project);
    await fixture.entry(lane, (await fixture.pull(project, 8)).id);
    const held = await fixture.entry(lane, (await fixture.pull(project, 9)).id);
    const flying = await fixture.entry(lane, (await fixture.pull(project, 10)).id);
    await fixture.store.transaction(async (tx) => {
      await tx.entries.setHeld(held.id, true);
      await tx.entries.beginAttempt(flying.id);
      await tx.lanes.pause(lane, 'a release', 'mona');
    });
    expect(await epic('two')).toMatchObject({
      waitsFor: [{ epic: 'one', has: 40, needs: 50, enough: { issues: [1], together: false } }],
      awaitedBy: [],
    });
    expect(await epic()).toMatchObject({
      waitsFor: [],
      awaitedBy: [{ epic: 'two', has: 40, needs: 50 }],
      lane: {
        paused: { reason: 'a release', by: 'mona' },
        draining: null,
        inFlight: { pull: 10, from: null, state: 'building' },
        queued: 1,
        held: 1,
      },
    });
    const { tasks, summary } = await board.facts(project);
    expect(tasks).toMatchObject([{ issue: 1, epicId: (await epic()).id, state: 'ready' }]);
    expect(summary.epics.map(({ key }) => key)).toEqual(['one', 'two']);
  });
});

describe('a threshold is crossed', () => {
  it('when it is reached, and when it is not any more, until the tasks behind it were shown', async () => {
    const [one, two] = [(await epic()).id, (await epic('two')).id];
    const first = await task(1);
    const behind = await task(2, { epicId: two });
    const over = await task(3, { epicId: two });
    await fixture.store.transaction((tx) => tx.tasks.setStatus(over.id, 'done'));
    const crossing = { epic: two, needs: one, reached: false };
    expect(await board.crossed(project)).toEqual([crossing]);
    expect(await board.openTasks(two)).toEqual([behind.id]);
    await board.crossingShown(crossing);
    expect(await board.crossed(project)).toEqual([]);

    await fixture.store.transaction((tx) => tx.tasks.setStatus(first.id, 'done'));
    expect(await board.crossed(project)).toEqual([{ ...crossing, reached: true }]);
    await board.crossingShown({ ...crossing, reached: true });
    await fixture.store.transaction((tx) => tx.tasks.setStatus(first.id, 'pending'));
    expect(await board.crossed(project)).toEqual([crossing]);
  });
});
