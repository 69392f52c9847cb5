import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectId } from '../../src/core/model/ids.ts';
import { createFixture, fakeSha, must, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
let project: ProjectId;
let issue = 0;
beforeAll(async () => {
  fixture = await createFixture();
  ({ id: project } = await fixture.configured());
});
afterAll(() => fixture.close());

function nextIssue(): number {
  issue += 1;
  return issue;
}

describe('a task', () => {
  it('follows newer snapshots of its issue, and an older one changes nothing', async () => {
    const number = nextIssue();
    const first = await fixture.task(project, number);
    const newer = await fixture.task(project, number, {
      title: 'Renamed',
      priority: 90,
      estimateHours: 2.5,
      checklist: { done: 1, total: 4 },
      snapshotAt: new Date('2026-01-02T00:00:00Z'),
    });

    expect(newer).toEqual({
      ...first,
      title: 'Renamed',
      priority: 90,
      estimateHours: 2.5,
      checklist: { done: 1, total: 4 },
      snapshotAt: new Date('2026-01-02T00:00:00Z'),
    });
    expect(await fixture.task(project, number, { title: 'Late', epicId: null })).toEqual(newer);
    expect(await fixture.store.read.task(project, number)).toEqual(newer);
  });

  it('is new to one of two who hear of its issue at the same time', async () => {
    const number = nextIssue();
    const facts = {
      projectId: project,
      issue: number,
      title: 'New',
      epicId: null,
      priority: 50,
      estimateHours: null,
      checklist: { done: 0, total: 0 },
      labels: [],
      paths: [],
      parentIssue: null,
      snapshotAt: new Date('2026-01-01T00:00:00Z'),
    };
    const hear = () =>
      fixture.store.transaction(async (tx) => {
        // Both look before either writes.
        const known = await tx.tasks.lock(project, number);
        looked();
        await both;
        return { known, ...(await tx.tasks.upsert(facts)) };
      });
    let left = 2;
    let looked = (): void => {};
    const both = new Promise<void>((resolve) => (looked = () => void ((left -= 1) === 0 && resolve())));

    const heard = await Promise.all([hear(), hear()]);

    expect(heard.map(({ known }) => known)).toEqual([null, null]);
    expect(heard.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  it('keeps its status, percent and hold when its issue is refreshed', async () => {
    const number = nextIssue();
    const { id } = await fixture.task(project, number);
    await fixture.store.transaction(async (tx) => {
      await tx.tasks.setStatus(id, 'blocked', 'waits for a key');
      await tx.tasks.setClaimedPercent(id, 30);
      await tx.tasks.setHeld(id, true);
    });

    const task = await fixture.task(project, number, { title: 'Again' });

    expect(task).toMatchObject({
      title: 'Again',
      status: 'blocked',
      blockedReason: 'waits for a key',
      claimedPercent: 30,
      held: true,
    });
    await fixture.store.transaction((tx) => tx.tasks.setStatus(id, 'pending', 'left over'));
    expect(await fixture.store.read.task(project, number)).toMatchObject({
      status: 'pending',
      blockedReason: null,
    });
  });

  it('is locked until the end of the transaction, so two writers follow each other', async () => {
    const number = nextIssue();
    const { id } = await fixture.task(project, number);
    const add = () =>
      fixture.store.transaction(async (tx) => {
        const task = must(await tx.tasks.lock(project, number));
        await tx.tasks.setClaimedPercent(id, task.claimedPercent + 5);
      });
    await Promise.all(Array.from({ length: 10 }, add));

    await fixture.store.transaction(async (tx) => {
      expect(await tx.tasks.lockById(id)).toMatchObject({ claimedPercent: 50 });
      expect(await tx.tasks.lock(project, 99_999)).toBeNull();
    });
  });

  it('keeps what a command said of its plan until its issue says something new', async () => {
    const number = nextIssue();
    const { id } = await fixture.task(project, number, { priority: 50, estimateHours: 4 });
    const pull = await fixture.pull(project, number, {}, id);
    await fixture.entry(await fixture.lane(project), pull.id);
    await fixture.store.transaction(async (tx) => {
      await tx.tasks.setEstimate(id, 12);
      await tx.tasks.setPriority(id, 90);
    });

    const later = (day: number, more: object) =>
      fixture.task(project, number, { snapshotAt: new Date(`2026-02-0${day}T00:00:00Z`), ...more });
    expect(await later(1, { estimateHours: 4 })).toMatchObject({ priority: 90, estimateHours: 12 });
    const entries = await fixture.sql('select priority from merge_entries where pull_id = $1', [pull.id]);
    expect(entries).toEqual([{ priority: 90 }]);
    expect(await later(2, { estimateHours: null, priority: 50 })).toMatchObject({
      priority: 90,
      estimateHours: null,
    });
    expect(await later(3, { estimateHours: null, priority: 25 })).toMatchObject({ priority: 25 });
  });

  it('takes a figure only from whoever holds it, by the fence', async () => {
    const { id } = await fixture.task(project, nextIssue());
    const agent = await fixture.agent(project, 'agent-a');
    const say = (fence: number) =>
      fixture.store.transaction((tx) => tx.tasks.setClaimedPercent(id, 40, { fence, note: 'half' }));
    const { assignment } = await fixture.store.transaction((tx) => tx.assignments.claim(id, agent, 60_000));

    expect(await say(assignment.fence - 1)).toBe(false);
    expect(await say(assignment.fence)).toBe(true);
    await fixture.store.transaction((tx) => tx.assignments.end(id, 'lapsed'));
    expect(await say(assignment.fence)).toBe(false);
    expect(await fixture.sql('select claimed_percent, progress_note from tasks where id = $1', [id])).toEqual(
      [{ claimed_percent: 40, progress_note: 'half' }],
    );
  });

  it('keeps each fact of evidence once', async () => {
    const { id } = await fixture.task(project, nextIssue());
    const fact = {
      taskId: id,
      type: 'commit',
      ref: fakeSha('a'),
      summary: 'Parse',
      url: null,
      grade: 'observed',
    } as const;

    await fixture.store.transaction(async (tx) => {
      expect(await tx.evidence.add(fact)).toBe(true);
      expect(await tx.evidence.add({ ...fact, summary: 'again' })).toBe(false);
      expect(await tx.evidence.add({ ...fact, type: 'build' })).toBe(true);
    });
  });
});
