import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '../../src/core/model/ids.ts';
import type { TaskStatus } from '../../src/core/model/task.ts';
import { takeSnapshot } from '../../src/core/progress/take-snapshot.ts';
import { createUpkeep } from '../../src/db/create-upkeep.ts';
import type { ProgressBook, Pruner, TaskFromIssue } from '../../src/ports.ts';
import { snapshotProject } from '../../src/usecases/work/record-progress.ts';
import { createFixture, must, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
let book: ProgressBook;
let pruner: Pruner;
let project: ProjectId;
beforeEach(async () => {
  await (fixture as Fixture | undefined)?.close();
  fixture = await createFixture();
  ({ progressBook: book, pruner } = createUpkeep(fixture.pool));
  ({ id: project } = await fixture.configured());
  await fixture.sql("update projects set created_at = now() - interval '30 days'");
});
afterAll(() => fixture.close());

async function task(issue: number, status: TaskStatus, overrides: Partial<TaskFromIssue> = {}) {
  const made = await fixture.task(project, issue, { estimateHours: 4, ...overrides });
  if (status !== 'pending') await fixture.store.transaction((tx) => tx.tasks.setStatus(made.id, status));
  return made;
}

/** The snapshot of this minute, as if it had been taken `hours` ago. */
async function takenAgo(hours: number): Promise<void> {
  expect(await snapshotProject({ progressBook: book }, project)).toBe(true);
  await fixture.sql(
    "update progress_snapshots set at = at - $1::integer * interval '1 hour' where at > now() - interval '2 minutes'",
    [hours],
  );
  await fixture.sql(
    "update forecasts set made_at = made_at - $1::integer * interval '1 hour' where made_at > now() - interval '2 minutes'",
    [hours],
  );
}

describe('the facts of a project', () => {
  it('are its tasks with what they depend on, its thresholds, and what was finished', async () => {
    await task(1, 'done', { estimateHours: 6 });
    const waiting = await task(2, 'in_progress', { checklist: { done: 1, total: 2 }, priority: 75 });
    await fixture.store.transaction(async (tx) => {
      await tx.tasks.addDependency(waiting.id, { project, issue: 1, closed: true });
    });
    const facts = must(await book.facts(project));
    expect(facts).toMatchObject({
      project,
      epics: [
        { key: 'one', landingDays: null },
        { key: 'two', landingDays: null },
      ],
      thresholds: [{ percent: 50 }],
      tasks: [
        { issue: 1, status: 'done', estimateHours: 6, dependsOn: [] },
        { issue: 2, priority: 75, checklist: { done: 1, total: 2 }, dependsOn: [1] },
      ],
      finished: [{ at: expect.any(Date), hours: 6 }],
      workers: 1,
    });
    expect(facts.at.getTime() % 60_000).toBe(0);
    expect(await book.facts(0 as ProjectId)).toBeNull();
  });

  it('know how long a landing takes, by the median', async () => {
    const lane = await fixture.lane(project);
    for (const number of [1, 2, 3]) await fixture.entry(lane, (await fixture.pull(project, number)).id);
    await fixture.sql(
      `update merge_entries
          set state = 'landed', candidate_sha = head_sha, candidate_tree = head_sha, landed_sha = head_sha,
              base_sha = head_sha, testing_since = now() - id * interval '6 hours', ended_at = now()`,
    );
    const [one] = must(await book.facts(project)).epics;
    expect(one?.landingDays).toBeCloseTo(0.5, 6);
  });

  it('keep the hours with which a task was finished, whatever it is estimated at later', async () => {
    const { id } = await task(1, 'done');
    await fixture.store.transaction((tx) => tx.tasks.setEstimate(id, 400));
    expect(must(await book.facts(project)).finished).toMatchObject([{ hours: 4 }]);
    expect((await book.summary(project)).velocity.hoursPerDay).toBeCloseTo(4 / 14, 9);

    await fixture.store.transaction((tx) => tx.tasks.setStatus(id, 'pending'));
    expect(must(await book.facts(project)).finished).toEqual([]);
  });
});

describe('snapshots', () => {
  it('are taken once a minute, however many take them', async () => {
    await task(1, 'done');
    await task(2, 'pending');
    const facts = must(await book.facts(project));
    const { snapshot, forecasts } = takeSnapshot(facts);
    const taken = await Promise.all(Array.from({ length: 8 }, () => book.save(project, snapshot, forecasts)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await fixture.sql('select epic_id is null as whole, made_at from forecasts order by id')).toEqual([
      { whole: true, made_at: facts.at },
      { whole: false, made_at: facts.at },
    ]);
  });

  it('tell the history, the newest first, until they are pruned', async () => {
    await task(1, 'pending');
    await takenAgo(24 * 100);
    await task(2, 'done', { estimateHours: 12 });
    await takenAgo(1);
    const history = await book.history(project, 10);
    expect(history).toMatchObject([
      { project: { tasks: 2, done: 1, hours: 16, doneHours: 12, claimed: 75, verified: 75 } },
      { project: { tasks: 1, done: 0, claimed: 0 }, hoursPerDay: 0, epics: [{ key: 'one' }, { key: 'two' }] },
    ]);
    expect(await book.history(project, 1)).toHaveLength(1);
    expect(await pruner.snapshots(90, 10)).toBe(1);
    expect(await book.history(project, 10)).toEqual(history.slice(0, 1));
  });
});

describe('forecasts', () => {
  it('are held against what came, once their epic is finished', async () => {
    await task(1, 'done');
    const last = await task(2, 'pending');
    await takenAgo(48);
    await takenAgo(1);
    expect(await book.score(project)).toBe(0);
    expect(await book.summary(project)).toMatchObject({ hits: null, eta: { p50: expect.any(Date) } });

    await fixture.store.transaction((tx) => tx.tasks.setStatus(last.id, 'done'));
    await fixture.sql(
      "update forecasts set p50_at = now() - interval '1 hour', p85_at = now() + interval '1 hour'",
    );
    await fixture.sql(
      "update forecasts set p50_at = null, p85_at = null where made_at < now() - interval '1 day'",
    );
    expect(await book.score(project)).toBe(4);
    expect(await book.score(project)).toBe(0);
    expect(await book.summary(project)).toMatchObject({ hits: { scored: 4, p50: 0, p85: 0.5 }, eta: null });
  });
});

describe('the summary', () => {
  it('counts as core does, claimed and verified, and says what an epic waits for', async () => {
    await task(1, 'done', { estimateHours: 3 });
    const { id } = await task(2, 'in_progress', { estimateHours: null, checklist: { done: 1, total: 4 } });
    await task(3, 'review', { estimateHours: 5 });
    await task(4, 'failed', { estimateHours: 50 });
    await fixture.store.transaction((tx) => tx.tasks.setClaimedPercent(id, 100));
    const summary = await book.summary(project);
    const { snapshot } = takeSnapshot(must(await book.facts(project)));
    const [one, two] = summary.epics;

    expect(summary.progress).toEqual(snapshot.project);
    expect({ key: 'one', ...one?.progress }).toEqual(snapshot.epics[0]);
    expect(one?.progress.claimed).toBeCloseTo((3 * 100 + 90 + 5 * 90) / 9, 6);
    expect(one?.progress.verified).toBeCloseTo((3 * 100 + 25 + 5 * 90) / 9, 6);
    expect(two).toMatchObject({ thresholds: [{ epic: 'one', has: 33.3, needs: 50 }], eta: null });
  });

  it('shows the newest forecast of each epic that has something left', async () => {
    await task(1, 'done');
    await task(2, 'pending');
    await takenAgo(1);
    const { eta, epics } = await book.summary(project);
    expect(eta?.p50).toBeInstanceOf(Date);
    expect(epics.map((epic) => epic.eta !== null)).toEqual([true, false]);
    expect((await fixture.store.read.statusPage()).projects[0]?.epics).toEqual(epics);
  });
});
