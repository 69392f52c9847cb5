import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ProjectId } from '../../src/core/model/ids.ts';
import type { PullLook } from '../../src/ports.ts';
import { createFixture, fakeSha, must, snapshot, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
let project: ProjectId;
let number = 0;
beforeAll(async () => {
  fixture = await createFixture();
  ({ id: project } = await fixture.configured());
});
afterAll(() => fixture.close());

function nextPull(): number {
  number += 1;
  return number;
}

/** Statements that wait for a row somebody else has. */
const WAITING = `select from pg_stat_activity
                  where datname = current_database() and wait_event_type = 'Lock'
                    and query like 'insert into pull_requests%'`;
const LATER = new Date('2026-01-02T00:00:00Z');

describe('a pull request', () => {
  it('is read back as it was shown, and an older snapshot changes nothing', async () => {
    const n = nextPull();
    const pull = await fixture.pull(project, n, { updatedAt: LATER, title: 'New' });

    expect(pull).toEqual({
      ...snapshot(n, { updatedAt: LATER, title: 'New' }),
      id: pull.id,
      projectId: project,
      taskId: null,
      files: null,
      judgement: null,
    });
    expect(await fixture.pull(project, n, { title: 'Old', state: 'merged' })).toEqual(pull);
    expect(await fixture.store.read.pull(project, n)).toEqual(pull);
    expect(await fixture.store.read.pull(project, 99_999)).toBeNull();
  });

  it('is told what it was before by each of two snapshots that come together', async () => {
    const n = nextPull();
    const second = await fixture.store.transaction(async (tx) => {
      expect((await tx.pulls.upsert(project, snapshot(n))).before).toBeNull();
      const waiting = fixture.store.transaction((other) =>
        other.pulls.upsert(project, snapshot(n, { updatedAt: LATER, state: 'closed' })),
      );
      await vi.waitFor(
        async () => {
          expect(await fixture.sql(WAITING)).toHaveLength(1);
        },
        { timeout: 20_000 },
      );
      return { waiting };
    });
    const { before, pull } = await second.waiting;
    expect([before?.state, pull.state]).toEqual(['open', 'closed']);
    // One that is older is told as well, and changes nothing.
    const late = await fixture.store.transaction((tx) => tx.pulls.upsert(project, snapshot(n)));
    expect([late.before, late.pull]).toEqual([pull, pull]);
  });

  it('stays merged when GitHub reports it as open again', async () => {
    const n = nextPull();
    await fixture.pull(project, n, { state: 'merged' });

    expect(await fixture.pull(project, n, { state: 'open', updatedAt: LATER })).toMatchObject({
      state: 'merged',
    });
  });

  it('keeps its files and its task while its head stays, and forgets the files with the head', async () => {
    const n = nextPull();
    const task = await fixture.task(project, 1_000 + n);
    const { id } = await fixture.pull(project, n, {}, task.id);
    const files = { head: fakeSha('a'), paths: ['src/a.ts'], truncated: false };
    const judgement = {
      head: fakeSha('a'),
      configBlob: null,
      at: 0,
      landable: false,
      problems: [],
      verdicts: [],
    };
    await fixture.store.transaction(async (tx) => {
      await tx.pulls.setFiles(id, files);
      await tx.pulls.saveJudgement(id, judgement);
    });

    const same = await fixture.pull(project, n, { title: 'Edited', updatedAt: LATER });
    expect(same).toMatchObject({ title: 'Edited', files, judgement, taskId: task.id });

    const pushed = await fixture.pull(project, n, { head: fakeSha('b'), updatedAt: LATER });
    expect(pushed).toMatchObject({ files: null, taskId: task.id });
    await fixture.store.transaction((tx) => tx.pulls.setFiles(id, files));
    expect(must(await fixture.store.read.pull(project, n)).files).toBeNull();
  });

  it('keeps the files of what was merged however often it is read, and of what was closed only until then', async () => {
    const files = { head: fakeSha('a'), paths: ['src/a.ts'], truncated: false };
    for (const [state, kept] of [
      ['merged', files],
      ['closed', null],
    ] as const) {
      const n = nextPull();
      const { id } = await fixture.pull(project, n);
      await fixture.store.transaction((tx) => tx.pulls.setFiles(id, files));

      await fixture.pull(project, n, { state, updatedAt: LATER });
      expect(await fixture.pull(project, n, { state, updatedAt: LATER })).toMatchObject({ files: kept });
    }
  });

  it('is found by its head and, while open, by its base', async () => {
    const head = fakeSha('9');
    const open = await fixture.pull(project, nextPull(), { head, baseRef: 'epic-x' });
    const closed = await fixture.pull(project, nextPull(), { head, baseRef: 'epic-x', state: 'closed' });

    expect(await fixture.store.read.pullsByHead(project, head)).toEqual([open, closed]);
    expect(await fixture.store.read.openPullsByBase(project, 'epic-x')).toEqual([open]);
  });

  it('is found by its branch while it is open, unless that branch is in a fork', async () => {
    const headRef = 'agent-a/7-parser';
    await fixture.pull(project, nextPull(), { headRef });
    const open = await fixture.pull(project, nextPull(), { headRef });
    await fixture.pull(project, nextPull(), { headRef, state: 'closed' });
    await fixture.pull(project, nextPull(), { headRef, fork: true });

    await fixture.store.transaction(async (tx) => {
      expect(await tx.pulls.openByHeadRef(project, headRef)).toEqual(open);
      expect(await tx.pulls.openByHeadRef(project, 'none')).toBeNull();
    });
  });

  it('is one of at most one live pull request per task', async () => {
    const task = await fixture.task(project, 2_000);
    const first = await fixture.pull(project, nextPull(), {}, task.id);
    const second = await fixture.pull(project, nextPull(), {}, task.id);

    await fixture.store.transaction(async (tx) => {
      expect(await tx.pulls.liveOfTask(task.id, second.id)).toEqual(first);
      expect(await tx.pulls.latestOfTask(task.id)).toEqual(second);
      expect(await tx.pulls.lockOfTask(project, 2_000)).toEqual(second);
      expect(await tx.pulls.lockOfTask(project, 2_001)).toBeNull();
      expect(await tx.pulls.lock(project, first.number)).toEqual(first);
      await tx.pulls.link(first.id, null);
      expect(await tx.pulls.liveOfTask(task.id, second.id)).toBeNull();
    });
  });

  it('is not put off by a look that began before it was doubted', async () => {
    const { id: own } = await fixture.configured();
    const { id } = await fixture.pull(own, 1);
    const due = async () => (await fixture.store.read.pullsDue(100)).some((one) => one.project === own);
    const look = async () => must(await fixture.store.read.pullLook(own, 1));
    const ends = async (begun: PullLook, nextMs: number | null) =>
      fixture.store.transaction((tx) => tx.pulls.lookedAt(id, begun, nextMs));

    const early = await look();
    await fixture.store.transaction((tx) => tx.pulls.doubt(id));
    await ends(early, null);
    expect(await due()).toBe(true);

    await ends(await look(), 60_000);
    expect(await due()).toBe(false);
    await fixture.store.transaction((tx) => tx.pulls.doubtUnlinked(own));
    expect(await due()).toBe(true);
    expect((await look()).at.getTime()).toBeGreaterThanOrEqual(early.at.getTime());
  });

  it('keeps what the look found that began last', async () => {
    const { id: own } = await fixture.configured();
    const { id } = await fixture.pull(own, 1);
    const found = (at: number) => ({
      head: fakeSha('a'),
      configBlob: null,
      at,
      landable: false,
      problems: [],
      verdicts: [],
    });
    const save = (at: number) => fixture.store.transaction((tx) => tx.pulls.saveJudgement(id, found(at)));

    expect([await save(2_000), await save(1_000), await save(2_000)]).toEqual([true, false, true]);
    expect(must(await fixture.store.read.pull(own, 1)).judgement).toEqual(found(2_000));
  });

  it('is due at its time, while it is open and its project active', async () => {
    const { id: own } = await fixture.configured();
    const [early, late, never] = [
      await fixture.pull(own, 1),
      await fixture.pull(own, 2),
      await fixture.pull(own, 3),
    ];
    const closed = await fixture.pull(own, 4, { state: 'closed' });
    const due = async () => {
      const all = await fixture.store.read.pullsDue(100);
      return all.filter((one) => one.project === own).map((one) => one.number);
    };
    await fixture.store.transaction(async (tx) => {
      await tx.pulls.lookAgain(late.id, 0);
      await tx.pulls.lookAgain(early.id, -1_000);
      await tx.pulls.lookAgain(never.id, 60_000);
      await tx.pulls.lookAgain(closed.id, 0);
    });
    expect(await due()).toEqual([1, 2]);
    expect(await fixture.store.read.pullsDue(1)).toHaveLength(1);

    await fixture.store.transaction((tx) => tx.pulls.lookAgain(early.id, null));
    expect(await due()).toEqual([2]);
    const { id: task } = await fixture.task(own, 9);
    await fixture.store.transaction(async (tx) => {
      await tx.pulls.link(never.id, task);
      await tx.pulls.doubtUnlinked(own);
    });
    expect(new Set(await due())).toEqual(new Set([1, 2]));
    await fixture.store.transaction(async (tx) => {
      await tx.pulls.lookAgain(early.id, null);
      await tx.pulls.doubtUnlinkedOf(own, early.author.id + 1);
    });
    expect(await due()).toEqual([2]);
    await fixture.store.transaction((tx) => tx.pulls.doubtUnlinkedOf(own, early.author.id));
    expect(new Set(await due())).toEqual(new Set([1, 2]));
    await fixture.store.transaction((tx) => tx.projects.setState(own, 'removed'));
    expect(await due()).toEqual([]);
  });

  it('is viewed with the newest entry of its current head and the state of its lane', async () => {
    const { id: own } = await fixture.configured();
    const lane = await fixture.lane(own);
    const pull = await fixture.pull(own, 1);
    const view = () => fixture.store.transaction((tx) => tx.pulls.view(pull.id));
    expect(await view()).toEqual({ pull, entry: null, lanePaused: null, laneDraining: null });

    const entry = await fixture.entry(lane, pull.id);
    await fixture.store.transaction((tx) => tx.lanes.pause(lane, 'frozen', 'mona'));
    expect(await view()).toEqual({
      pull,
      entry: { ...entry, place: 1, laneBranch: 'epic-1/first' },
      lanePaused: { reason: 'frozen', by: 'mona' },
      laneDraining: null,
    });

    await fixture.store.transaction((tx) => tx.entries.eject(entry.id, 'dequeued', {}));
    expect((await view()).entry).toMatchObject({ state: 'ejected', reason: 'dequeued', place: null });
    await fixture.pull(own, 1, { head: fakeSha('b'), updatedAt: LATER });
    expect((await view()).entry).toBeNull();
  });
});
