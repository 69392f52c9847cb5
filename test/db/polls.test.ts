import { afterAll, beforeEach, expect, it } from 'vitest';
import { OVERLAP_MS } from '../../src/core/upkeep/polled-comment.ts';
import { createUpkeep } from '../../src/db/create-upkeep.ts';
import type { Polls } from '../../src/ports.ts';
import { createFixture, type Fixture } from './store-fixture.ts';

const NEITHER = { holder: null, parent: null, blockers: [] };

let fixture: Fixture;
let polls: Polls;
beforeEach(async () => {
  await (fixture as Fixture | undefined)?.close();
  fixture = await createFixture();
  ({ polls } = createUpkeep(fixture.pool));
});
afterAll(() => fixture.close());

it('begins when the project became known, and goes on where it was', async () => {
  const project = await fixture.project();
  const [row] = await fixture.sql('select created_at as at from projects where id = $1::bigint', [
    project.id,
  ]);
  const known = row?.['at'] as Date;
  const begin = await polls.cursors(project.id);
  expect(+begin.issues - OVERLAP_MS).toBeLessThanOrEqual(+known);
  expect(+begin.issues - OVERLAP_MS).toBeGreaterThan(+known - 1_000);

  const later = new Date(+begin.issues + 60_000);
  await polls.saveComments(project.id, { newest: later, seen: ['1 2'] });
  await polls.saveIssues(project.id, later);
  await polls.savePulls(project.id, later);
  const after = { comments: { newest: later, seen: ['1 2'] }, issues: later, pulls: later };
  expect(await polls.cursors(project.id)).toEqual(after);

  // A process that stood still does not take it back.
  await polls.saveComments(project.id, begin.comments);
  await polls.saveIssues(project.id, begin.issues);
  await polls.savePulls(project.id, begin.pulls);
  expect(await polls.cursors(project.id)).toEqual(after);
});

it('knows which comments were answered by their commands', async () => {
  const project = await fixture.project();
  expect(await polls.commandsRan(project.id, 5)).toBe(false);
  const command = {
    project: project.id,
    line: 3,
    text: '/claim',
    actorId: 1,
    outcome: 'done',
    thread: 4,
    bot: false,
    turn: true,
  };
  await fixture.store.transaction((tx) => tx.commands.save({ ...command, commentId: 5 }));
  expect([await polls.commandsRan(project.id, 5), await polls.commandsRan(project.id, 6)]).toEqual([
    true,
    false,
  ]);
});

it('knows which closings were explained', async () => {
  const project = await fixture.configured();
  const task = await fixture.task(project.id, 1);
  const closedAt = new Date();
  const line = { projectId: project.id, taskId: task.id, kind: 'task.close_ignored', actor: 'sam' };
  expect(await polls.closeHeard(project.id, 1, closedAt)).toBe(false);
  await fixture.store.transaction((tx) => tx.activity(line));
  expect(await polls.closeHeard(project.id, 1, closedAt)).toBe(true);
  expect(await polls.closeHeard(project.id, 1, new Date(+closedAt + 3_600_000))).toBe(false);
  expect(await polls.closeHeard(project.id, 2, closedAt)).toBe(false);
});

it('lists what counts as open, and has idle pull requests looked at', async () => {
  const project = await fixture.configured();
  const task = await fixture.task(project.id, 1);
  await fixture.task(project.id, 2);
  await fixture.store.transaction((tx) => tx.tasks.setStatus(task.id, 'done'));
  const lane = await fixture.lane(project.id);
  await fixture.pull(project.id, 7);
  const queued = await fixture.pull(project.id, 8);
  await fixture.entry(lane, queued.id);
  await fixture.pull(project.id, 9, { baseRef: 'main' });
  await fixture.pull(project.id, 10, { state: 'closed' });
  await fixture.store.transaction((tx) => tx.lanes.pause(lane, 'target_missing', 'flotilla'));
  expect(await polls.openWork(project.id)).toEqual({
    issues: [2],
    pulls: [7, 8, 9],
    lanes: [
      { branch: 'epic-1/first', missing: true },
      { branch: 'epic-2/second', missing: false },
    ],
  });

  await fixture.sql('update pull_requests set look_at = null');
  await polls.lookAtIdlePulls(project.id);
  expect(await fixture.store.read.pullsDue(10)).toEqual([{ project: project.id, number: 7 }]);
});

it("hears a click once, by GitHub's time", async () => {
  const project = await fixture.configured();
  const { id } = await fixture.task(project.id, 7);
  const hear = (about: string, on: boolean, second: number) =>
    fixture.store.transaction((tx) =>
      tx.tasks.hear(id, { about, on, at: new Date(Date.UTC(2026, 0, 1, 0, 0, second)) }),
    );
  const isHeard = () => fixture.store.transaction((tx) => tx.tasks.isHeard(id, 'hold'));
  expect(await isHeard()).toBe(false);
  expect(await hear('hold', true, 5)).toBe(true);
  expect(await isHeard()).toBe(true);
  expect(await hear('hold', true, 5)).toBe(false);
  expect(await hear('hold', false, 4)).toBe(false);
  expect(await polls.issueKnown(project.id, 7)).toEqual({ ...NEITHER, heard: ['hold'] });
  // Both within one second: whoever came second is heard.
  expect(await hear('hold', false, 5)).toBe(true);
  expect(await isHeard()).toBe(false);
  expect(await polls.issueKnown(project.id, 7)).toEqual({ ...NEITHER, heard: [] });
  expect(await polls.issueKnown(project.id, 8)).toBeNull();
});

it('knows which openings were heard, or came before the end of the task', async () => {
  const project = await fixture.configured();
  const { id } = await fixture.task(project.id, 7);
  const at = new Date(Date.UTC(2026, 0, 1));
  const later = new Date(+at + 1_000);
  const heard = () => Promise.all([at, later].map((time) => polls.reopenHeard(project.id, 7, time)));
  expect(await heard()).toEqual([false, false]);
  await fixture.store.transaction((tx) => tx.tasks.hear(id, { about: 'open', on: true, at }));
  expect(await heard()).toEqual([true, false]);

  // Its issue is still to be closed.
  const effect = { kind: 'labels' as const, issue: 7, want: [], manage: [], close: true, settleMs: 0 };
  await fixture.store.transaction((tx) =>
    tx.effects.want({ ...effect, projectId: project.id, key: `labels:${id}` }),
  );
  expect(await heard()).toEqual([true, true]);
  await fixture.sql('update effects set sent_version = version');
  expect(await heard()).toEqual([true, false]);

  const line = { projectId: project.id, taskId: id, kind: 'task.failed', actor: 'agent-d' };
  await fixture.store.transaction((tx) => tx.activity(line));
  expect(await heard()).toEqual([true, true]);
});
