import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectId, TaskId } from '../../src/core/model/ids.ts';
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

describe('what comes next', () => {
  it('is chosen from the unfinished tasks, each with what keeps it', async () => {
    const { id: own } = await fixture.configured();
    const two = await fixture.store.transaction((tx) => tx.tasks.epicByLabels(own, ['epic:two']));
    const ready = await fixture.task(own, 1, { labels: ['epic:one', 'backend'], estimateHours: 3 });
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

    const open = await fixture.store.transaction((tx) => tx.tasks.open(own));
    expect(open.map(({ issue: number, state, waitsFor }) => ({ number, state, waitsFor }))).toEqual([
      { number: 1, state: 'ready', waitsFor: [] },
      { number: 2, state: 'held', waitsFor: [] },
      { number: 3, state: 'blocked', waitsFor: [] },
      { number: 4, state: 'waits', waitsFor: [1] },
      { number: 5, state: 'epic_waits', waitsFor: [] },
    ]);
    expect(open[0]).toMatchObject({ hours: 3, labels: ['epic:one', 'backend'], openedAt: expect.any(Date) });
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

describe('the card of a task', () => {
  it('shows a bare task', async () => {
    const { id: own } = await fixture.configured();
    const task = await fixture.task(own, 1);

    expect(await fixture.store.transaction((tx) => tx.tasks.card(task.id))).toEqual({
      task,
      epic: { key: 'one', title: 'First', branch: 'epic-1/first' },
      holder: null,
      missing: [],
      pull: null,
      entry: null,
      lanePaused: null,
      laneDraining: null,
      percent: 0,
      evidence: [],
      landedSha: null,
    });
  });

  it('shows holder, dependencies, pull request, place in the lane and the newest five facts', async () => {
    const { id: own } = await fixture.configured();
    const { id } = await fixture.task(own, 1, { checklist: { done: 3, total: 4 } });
    const agent = await fixture.agent(own, 'agent-a');
    const lane = await fixture.lane(own);
    const ahead = await fixture.pull(own, 8);
    await fixture.entry(lane, ahead.id, { priority: 80 });
    const pull = await fixture.pull(own, 9, {}, id);
    const entry = await fixture.entry(lane, pull.id);
    const { assignment } = await fixture.store.transaction(async (tx) => {
      await tx.tasks.setStatus(id, 'in_progress');
      await tx.tasks.setDependencies(id, 'body', [{ project: own, issue: 70, closed: false }]);
      await tx.lanes.pause(lane, 'looks odd', 'mona');
      for (const digit of ['1', '2', '3', '4', '5', '6']) {
        await tx.evidence.add({
          taskId: id,
          type: 'commit',
          ref: fakeSha(digit),
          summary: `c${digit}`,
          url: null,
          grade: 'verified',
        });
      }
      return tx.assignments.claim(id, agent, 3_600_000);
    });

    const card = await fixture.store.transaction((tx) => tx.tasks.card(id));

    expect(card).toMatchObject({
      holder: assignment,
      missing: [{ kind: 'task', issue: 70, title: null }],
      pull,
      lanePaused: { reason: 'looks odd', by: 'mona' },
      percent: 75,
      landedSha: null,
    });
    expect(card.entry).toEqual({ ...entry, place: 2, laneBranch: 'epic-1/first' });
    expect(card.evidence.map(({ summary }) => summary)).toEqual(['c6', 'c5', 'c4', 'c3', 'c2']);
  });
});

describe('agents', () => {
  it('are found by the account they share, and every signed action of it counts as a heartbeat', async () => {
    const { id: own } = await fixture.configured();
    await fixture.store.transaction(async (tx) => {
      expect((await tx.agents.byAccount(own, 101)).map(({ name }) => name)).toEqual(['agent-a']);
      expect(await tx.agents.byAccount(own, 1)).toEqual([]);
      await tx.agents.seen(own, 101);
    });

    expect(
      await fixture.sql('select name, health from agent_status where project_id = $1 order by name', [own]),
    ).toEqual([
      { name: 'agent-a', health: 'healthy' },
      { name: 'agent-b', health: 'unknown' },
    ]);
  });

  it('are made of people who claim for themselves, once, under a name that is free', async () => {
    const { id: own } = await fixture.configured();
    const ensure = (id: number, login: string) =>
      fixture.store.transaction((tx) => tx.agents.ensurePerson(own, { id, login, isBot: false }));
    const mona = await ensure(900, 'mona');

    expect(mona).toMatchObject({ name: 'mona', accountId: 900, accountLogin: 'mona' });
    expect(await ensure(900, 'mona-renamed')).toEqual({ ...mona, accountLogin: 'mona-renamed' });
    expect(await ensure(901, 'agent-a')).toMatchObject({ name: 'agent-a-901', accountId: 901 });
    const made = await Promise.all(Array.from({ length: 10 }, () => ensure(902, 'hubot')));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  });
});

describe('commands and activity', () => {
  it('run once per line of a comment, whoever brings it', async () => {
    const command = {
      project,
      commentId: 5,
      line: 1,
      text: '/claim',
      actorId: 101,
      outcome: 'claimed',
      thread: 4,
      bot: true,
      turn: true,
    } as const;
    await fixture.store.transaction(async (tx) => {
      expect(await tx.commands.known(project, 5, 1)).toBe(false);
      await tx.commands.save(command);
      await tx.commands.save({ ...command, outcome: 'again' });
      expect(await tx.commands.known(project, 5, 1)).toBe(true);
      expect(await tx.commands.known(project, 5, 2)).toBe(false);
    });

    expect(await fixture.sql('select outcome from commands where project_id = $1', [project])).toEqual([
      { outcome: 'claimed' },
    ]);
  });

  it('is appended to the log with what it is about', async () => {
    const { id: taskId } = await fixture.task(project, nextIssue());
    await fixture.store.transaction(async (tx) => {
      await tx.activity({ projectId: project, kind: 'lane.paused', actor: 'mona' });
      await tx.activity({
        projectId: project,
        taskId,
        kind: 'task.claimed',
        actor: 'agent-a',
        detail: { lease: 1 },
      });
    });

    expect(
      await fixture.sql(
        'select task_id, kind, actor, detail from activity where project_id = $1 order by id',
        [project],
      ),
    ).toEqual([
      { task_id: null, kind: 'lane.paused', actor: 'mona', detail: {} },
      { task_id: taskId, kind: 'task.claimed', actor: 'agent-a', detail: { lease: 1 } },
    ]);
  });
});

describe('checks and workflow runs', () => {
  it('keep the newest attempt and never go back from completed', async () => {
    const run = {
      id: 1,
      attempt: 1,
      workflow: 'ci.yml',
      event: 'push',
      branch: 'b',
      sha: fakeSha('a'),
      completed: true,
      conclusion: 'failure',
      url: 'https://x',
    } as const;
    const check = {
      id: 3,
      appId: 4,
      app: 'vercel',
      name: 'web',
      sha: fakeSha('a'),
      completed: true,
      conclusion: 'success',
      url: 'https://y',
    } as const;
    await fixture.store.transaction(async (tx) => {
      await tx.checks.saveRun(project, run);
      await tx.checks.saveRun(project, { ...run, completed: false, conclusion: null });
      await tx.checks.saveCheck(project, check);
      await tx.checks.saveCheck(project, { ...check, completed: false, conclusion: null });
    });
    const stored = () =>
      fixture.sql(
        `select attempt as n, status, conclusion from workflow_runs where project_id = $1
          union all select check_id, status, conclusion from checks where project_id = $1`,
        [project],
      );
    expect(await stored()).toEqual([
      { n: 1, status: 'completed', conclusion: 'failure' },
      { n: 3, status: 'completed', conclusion: 'success' },
    ]);

    await fixture.store.transaction(async (tx) => {
      await tx.checks.saveRun(project, { ...run, attempt: 2, completed: false, conclusion: null });
      await tx.checks.saveCheck(project, { ...check, id: 5, completed: false, conclusion: null });
    });
    expect(await stored()).toEqual([
      { n: 2, status: 'in_progress', conclusion: null },
      { n: 5, status: 'in_progress', conclusion: null },
    ]);
  });
});
