import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaskId } from '../../src/core/model/ids.ts';
import { createFixture, must, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

describe('what comes next', () => {
  it('is chosen from the unfinished tasks, each with what keeps it', async () => {
    const { id: own } = await fixture.configured();
    const two = await fixture.store.transaction((tx) => tx.tasks.epicByLabels(own, ['epic:two']));
    const ready = await fixture.task(own, 1, {
      labels: ['epic:one', 'backend'],
      estimateHours: 3,
      paths: ['src/a.ts'],
    });
    const [held, blocked, waits] = [2, 3, 4].map((number) => fixture.task(own, number));
    await fixture.task(own, 5, { epicId: two });
    await fixture.task(own, 6, { epicId: null });
    const agent = await fixture.agent(own, 'agent-a');
    const [heldTask, blockedTask, waitingTask] = [await held, await blocked, await waits];
    await fixture.store.transaction(async (tx) => {
      await tx.assignments.claim(must(heldTask).id, agent, 60_000);
      await tx.tasks.setStatus(must(blockedTask).id, 'blocked', 'no key');
      const on = { project: own, issue: ready.issue, closed: false };
      await tx.tasks.setDependencies(must(waitingTask).id, 'body', [on, { ...on, issue: 77, closed: true }]);
    });

    for (const [number, state] of [
      [20, 'closed'],
      [21, 'open'],
    ] as const) {
      const pull = await fixture.pull(own, number, { state }, must(heldTask).id);
      const files = { head: pull.head, paths: [`src/${state}.ts`], truncated: false };
      await fixture.store.transaction((tx) => tx.pulls.setFiles(pull.id, files));
    }

    const open = await fixture.store.transaction((tx) => tx.tasks.open(own));
    expect(open.map(({ issue: number, state, waitsFor }) => ({ number, state, waitsFor }))).toEqual([
      { number: 1, state: 'ready', waitsFor: [] },
      { number: 2, state: 'held', waitsFor: [] },
      { number: 3, state: 'blocked', waitsFor: [] },
      { number: 4, state: 'waits', waitsFor: [1] },
      { number: 5, state: 'epic_waits', waitsFor: [] },
    ]);
    expect(open[0]).toMatchObject({ hours: 3, labels: ['epic:one', 'backend'], openedAt: expect.any(Date) });
    expect(open.slice(0, 2)).toMatchObject([
      { paths: ['src/a.ts'], touches: [] },
      { paths: [], touches: ['src/open.ts'] },
    ]);
  });
});

describe('a dependency', () => {
  it('said by a command goes over to the native link, and is met in its own repository', async () => {
    const [{ id: here }, { id: there }] = [await fixture.configured(), await fixture.configured()];
    const [task, other] = [await fixture.task(here, 1), await fixture.task(there, 1, { title: 'Secret' })];
    const on = { project: there, issue: 1, closed: false };
    const sources = () =>
      fixture.store.transaction(async (tx) =>
        (await tx.tasks.dependencies(task.id)).map(({ source }) => source),
      );
    const missing = () => fixture.store.transaction((tx) => tx.tasks.missing(task.id));
    await fixture.store.transaction((tx) => tx.tasks.addDependency(task.id, on));
    expect(await sources()).toEqual(['command']);
    await fixture.store.transaction((tx) => tx.tasks.setDependencies(task.id, 'native', []));
    expect(await sources()).toEqual(['command']);
    const name = (await fixture.store.read.project(there))?.name ?? '';
    expect(await missing()).toEqual([{ kind: 'task', issue: 1, title: null, repository: `octo/${name}` }]);

    await fixture.store.transaction((tx) => tx.tasks.setDependencies(task.id, 'native', [on]));
    expect(await sources()).toEqual(['native']);
    await fixture.store.transaction(async (tx) => {
      await tx.tasks.setStatus(other.id, 'done');
      expect(await tx.tasks.markDependency(on, true)).toEqual([task.id]);
    });
    expect(await missing()).toEqual([]);
    await fixture.store.transaction((tx) => tx.tasks.removeDependency(task.id, on));
    expect(await sources()).toEqual([]);
  });

  it('is followed as far as it leads, also in a circle', async () => {
    const { id: own } = await fixture.configured();
    const [one, two] = [await fixture.task(own, 1), await fixture.task(own, 2)];
    const at = (number: number) => ({ project: own, issue: number });
    const edges = await fixture.store.transaction(async (tx) => {
      await tx.tasks.addDependency(one.id, { ...at(2), closed: false });
      await tx.tasks.addDependency(two.id, { ...at(1), closed: false });
      await tx.tasks.addDependency(two.id, { ...at(3), closed: false });
      return tx.tasks.dependenciesFrom(at(1));
    });
    expect(edges).toEqual([
      { from: at(1), on: at(2) },
      { from: at(2), on: at(1) },
      { from: at(2), on: at(3) },
    ]);
  });
});

describe('what a task still waits for', () => {
  function missing(id: TaskId) {
    return fixture.store.transaction((tx) => tx.tasks.missing(id));
  }

  it('names open dependencies of every source until they are done or closed', async () => {
    const { id: own } = await fixture.configured();
    const dependency = await fixture.task(own, 1, { title: 'The parser' });
    const { id } = await fixture.task(own, 2);
    await fixture.store.transaction(async (tx) => {
      await tx.tasks.setDependencies(id, 'body', [
        { project: own, issue: 1, closed: false },
        { project: own, issue: 77, closed: false },
        { project: own, issue: 77, closed: false },
      ]);
      await tx.tasks.setDependencies(id, 'native', [{ project: own, issue: 1, closed: false }]);
    });
    expect(await missing(id)).toEqual([
      { kind: 'task', issue: 1, title: 'The parser' },
      { kind: 'task', issue: 77, title: null },
    ]);

    await fixture.store.transaction(async (tx) => {
      expect(await tx.tasks.markDependency({ project: own, issue: 77 }, true)).toEqual([id]);
      expect(await tx.tasks.markDependency({ project: own, issue: 78 }, true)).toEqual([]);
    });
    expect(await missing(id)).toEqual([{ kind: 'task', issue: 1, title: 'The parser' }]);

    await fixture.store.transaction((tx) => tx.tasks.setDependencies(id, 'body', []));
    expect(await missing(id)).toHaveLength(1);
    expect(
      await fixture.store.transaction((tx) => tx.tasks.dropDependency({ project: own, issue: 99 })),
    ).toEqual([]);
    await fixture.store.transaction((tx) => tx.tasks.setStatus(dependency.id, 'done'));
    expect(await missing(id)).toEqual([]);
  });

  it('forgets a dependency whose issue is no more', async () => {
    const { id: own } = await fixture.configured();
    const { id } = await fixture.task(own, 2);
    await fixture.task(own, 1);
    await fixture.store.transaction((tx) =>
      tx.tasks.setDependencies(id, 'native', [{ project: own, issue: 1, closed: false }]),
    );
    expect(await missing(id)).toHaveLength(1);
    expect(
      await fixture.store.transaction((tx) => tx.tasks.dropDependency({ project: own, issue: 1 })),
    ).toEqual([id]);
    expect(await missing(id)).toEqual([]);
  });

  it('names the threshold of its epic, what there is and what is needed, weighed by hours', async () => {
    const { id: own } = await fixture.configured();
    const epicId = await fixture.store.transaction((tx) => tx.tasks.epicByLabels(own, ['epic:two']));
    const { id } = await fixture.task(own, 10, { epicId });
    const small = await fixture.task(own, 1, { estimateHours: 2 });
    const large = await fixture.task(own, 2, { estimateHours: 6 });
    const enough = { issues: [2], together: false };
    expect(await missing(id)).toEqual([{ kind: 'threshold', epic: 'one', has: 0, needs: 50, enough }]);

    await fixture.store.transaction((tx) => tx.tasks.setStatus(small.id, 'done'));
    expect(await missing(id)).toEqual([{ kind: 'threshold', epic: 'one', has: 25, needs: 50, enough }]);

    // What failed is out of every denominator.
    await fixture.store.transaction((tx) => tx.tasks.setStatus(large.id, 'failed'));
    expect(await missing(id)).toEqual([]);
  });
});
