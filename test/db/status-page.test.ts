import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFixture, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

describe('the status page', () => {
  it('is empty before the first installation', async () => {
    expect(await fixture.store.read.statusPage()).toEqual({
      projects: [],
      activity: [],
      deliveries: { pending: 0, dead: 0 },
      effects: { waiting: 0, dead: 0 },
    });
  });

  it('shows epics, lanes, tasks and activity of each project, and what waits', async () => {
    const { id, owner, name } = await fixture.configured();
    const done = await fixture.task(id, 1, { estimateHours: 3 });
    const open = await fixture.task(id, 2, { estimateHours: 1 });
    const lane = await fixture.lane(id);
    const agent = await fixture.agent(id, 'agent-a');
    const first = await fixture.entry(lane, (await fixture.pull(id, 8)).id);
    await fixture.entry(lane, (await fixture.pull(id, 9)).id);
    await fixture.store.inbox.store([
      { guid: 'a', event: 'push', installationId: 7, body: Buffer.from('{}') },
    ]);
    await fixture.store.transaction(async (tx) => {
      await tx.tasks.setStatus(done.id, 'done');
      await tx.tasks.setStatus(open.id, 'in_progress');
      await tx.assignments.claim(open.id, agent, 1_000);
      await tx.lanes.pause(lane, 'frozen', 'mona');
      await tx.entries.eject(first.id, 'conflict', {});
      await tx.effects.want({
        projectId: id,
        key: 'k',
        settleMs: 0,
        kind: 'comment',
        issue: 2,
        body: 'hello',
      });
      await tx.activity({
        projectId: id,
        taskId: open.id,
        kind: 'task.claimed',
        actor: 'agent-a',
        detail: { until: 1 },
      });
    });

    const page = await fixture.store.read.statusPage();

    expect(page.projects).toEqual([
      {
        owner,
        name,
        state: 'active',
        configError: null,
        epics: [
          {
            key: 'one',
            title: 'First',
            branch: 'epic-1/first',
            progress: { tasks: 2, done: 1, hours: 4, doneHours: 3, claimed: 77.5, verified: 77.5 },
            thresholds: [],
            eta: null,
          },
          {
            key: 'two',
            title: 'Second',
            branch: 'epic-2/second',
            progress: { tasks: 0, done: 0, hours: 0, doneHours: 0, claimed: 0, verified: 0 },
            thresholds: [{ epic: 'one', has: 75, needs: 50 }],
            eta: null,
          },
        ],
        hits: null,
        lanes: [
          {
            branch: 'epic-1/first',
            paused: 'frozen',
            entries: [{ pull: 9, sync: null, state: 'queued', held: false }],
            landed: 0,
            ejected: 1,
          },
          { branch: 'epic-2/second', paused: null, entries: [], landed: 0, ejected: 0 },
        ],
        tasks: [
          { issue: 1, title: 'Task 1', epic: 'one', status: 'done', holder: null, percent: 100 },
          { issue: 2, title: 'Task 2', epic: 'one', status: 'in_progress', holder: 'agent-a', percent: 10 },
        ],
      },
    ]);
    expect(page.activity).toEqual([
      {
        at: expect.any(Date),
        kind: 'task.claimed',
        actor: 'agent-a',
        issue: 2,
        detail: { until: 1 },
      },
    ]);
    expect(page.deliveries).toEqual({ pending: 1, dead: 0 });
    expect(page.effects).toEqual({ waiting: 1, dead: 0 });
  });
});
