import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentId, ProjectId, TaskId } from '../../src/core/model/ids.ts';
import { CONFIG, createFixture, must, type Fixture } from './store-fixture.ts';

const HOUR = 3_600_000;

let fixture: Fixture;
let project: ProjectId;
let agentA: AgentId;
let agentB: AgentId;
let issue = 0;
beforeAll(async () => {
  fixture = await createFixture();
  ({ id: project } = await fixture.configured());
  agentA = await fixture.agent(project, 'agent-a');
  agentB = await fixture.agent(project, 'agent-b');
});
afterAll(() => fixture.close());

async function newTask(): Promise<TaskId> {
  issue += 1;
  return (await fixture.task(project, issue)).id;
}

function claim(task: TaskId, agent: AgentId, leaseMs = HOUR) {
  return fixture.store.transaction((tx) => tx.assignments.claim(task, agent, leaseMs));
}

function active(task: TaskId) {
  return fixture.store.transaction((tx) => tx.assignments.active(task));
}

function expire(task: TaskId, ago = '1 second') {
  return fixture.sql(
    `update assignments set expires_at = clock_timestamp() - $2::interval where task_id = $1 and status = 'active'`,
    [task, ago],
  );
}

describe('claiming a task', () => {
  it('gives a free task to whoever asks, with the account behind the agent', async () => {
    const task = await newTask();
    const outcome = await claim(task, agentA);

    expect(outcome).toMatchObject({
      won: true,
      lapsed: null,
      assignment: { taskId: task, agentId: agentA, agentName: 'agent-a', accountId: 101, warnedAt: null },
    });
    expect(outcome.assignment.expiresAt.getTime()).toBeGreaterThan(Date.now() + HOUR - 60_000);
    expect(await active(task)).toEqual(outcome.assignment);
  });

  it('names the holder and the expiry to everybody else, and leaves the hold as it is', async () => {
    const task = await newTask();
    const held = await claim(task, agentA);

    const outcome = await claim(task, agentB, 10 * HOUR);

    expect(outcome).toEqual({ won: false, lapsed: null, assignment: held.assignment });
  });

  it("renews one's own hold and never shortens it", async () => {
    const task = await newTask();
    const first = await claim(task, agentA, HOUR);
    await fixture.store.transaction((tx) => tx.assignments.warn(task));

    const longer = await claim(task, agentA, 2 * HOUR);
    expect(longer.won).toBe(true);
    expect(longer.assignment).toMatchObject({ id: first.assignment.id, fence: first.assignment.fence });
    expect(longer.assignment.warnedAt).toBeNull();
    expect(longer.assignment.expiresAt.getTime()).toBeGreaterThan(first.assignment.expiresAt.getTime());

    const shorter = await claim(task, agentA, 1_000);
    expect(shorter.assignment.expiresAt).toEqual(longer.assignment.expiresAt);
  });

  it('ends a lapsed hold first, hands it back, and gives a higher fence', async () => {
    const task = await newTask();
    const first = await claim(task, agentA);
    await expire(task);

    const taken = await claim(task, agentB);

    expect(taken).toMatchObject({ won: true, assignment: { agentId: agentB } });
    expect(taken.lapsed).toMatchObject({ id: first.assignment.id, agentName: 'agent-a' });
    expect(taken.assignment.fence).toBeGreaterThan(first.assignment.fence);
  });

  it.each([
    ['waiting', true],
    ['queued', false],
    ['building', false],
  ] as const)('with a lapsed hold and an entry %s, somebody else gets it: %s', async (state, won) => {
    const task = await newTask();
    await claim(task, agentA);
    await expire(task);
    await entryOf(task, state);

    expect((await claim(task, agentB)).won).toBe(won);
  });

  it('has one winner among 100 concurrent callers, round after round, and tells all others the same', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `racer-${index}`);
    const racers = {
      ...CONFIG,
      agents: names.map((name, id) => ({ ...must(CONFIG.agents[0]), id: 500 + id, name })),
    };
    const { id: raceProject } = await fixture.configured(racers);
    const agents = await Promise.all(names.map((name) => fixture.agent(raceProject, name)));
    for (let round = 1; round <= 10; round += 1) {
      const { id: task } = await fixture.task(raceProject, round);
      // Every other round begins with somebody's lapsed hold.
      if (round % 2 === 0) {
        await claim(task, must(agents[round]));
        await expire(task);
      }
      const outcomes = await Promise.all(
        agents.filter((_, index) => index !== round).map((agent) => claim(task, agent)),
      );

      expect(outcomes.filter(({ won }) => won)).toHaveLength(1);
      expect(outcomes.filter(({ lapsed }) => lapsed !== null)).toHaveLength(round % 2 === 0 ? 1 : 0);
      const winner = must(outcomes.find(({ won }) => won));
      for (const { assignment } of outcomes) expect(assignment).toEqual(winner.assignment);
      const [count] = await fixture.sql(
        `select count(*) as n from assignments where task_id = $1 and status = 'active'`,
        [task],
      );
      expect(count).toEqual({ n: 1 });
    }
  });

  it("counts one agent's tasks one claim at a time, so a limit holds under concurrency", async () => {
    const limited = await fixture.agent((await fixture.configured()).id, 'agent-b');
    const tasks = await Promise.all(Array.from({ length: 10 }, () => newTask()));
    const outcomes = await Promise.all(
      tasks.map((task) =>
        fixture.store.transaction(async (tx) => {
          if ((await tx.agents.lockHoldings(limited)).length >= 1) return 'at limit';
          await tx.assignments.claim(task, limited, HOUR);
          return 'claimed';
        }),
      ),
    );

    expect(outcomes.filter((outcome) => outcome === 'claimed')).toHaveLength(1);
    const [held] = await fixture.sql(
      `select t.issue from assignments s join tasks t on t.id = s.task_id where s.agent_id = $1`,
      [limited],
    );
    expect(await fixture.store.transaction((tx) => tx.agents.lockHoldings(limited))).toEqual([
      held?.['issue'],
    ]);
  });
});

describe('a hold', () => {
  it('is renewed without being shortened, and its warning is forgotten', async () => {
    const task = await newTask();
    const { assignment } = await claim(task, agentA, HOUR);
    await fixture.store.transaction((tx) => tx.assignments.warn(task));
    expect(must(await active(task)).warnedAt).not.toBeNull();

    await fixture.store.transaction((tx) => tx.assignments.renew(task, 1_000));
    expect(await active(task)).toEqual(assignment);

    await fixture.store.transaction((tx) => tx.assignments.renew(task, 2 * HOUR));
    expect(must(await active(task)).expiresAt.getTime()).toBeGreaterThan(assignment.expiresAt.getTime());
  });

  it('is extended by its own fence only, from now where it was over already', async () => {
    const task = await newTask();
    const { assignment } = await claim(task, agentA, HOUR);
    const extend = (fence: number) =>
      fixture.store.transaction((tx) => tx.assignments.extend(task, fence, 2 * HOUR));

    expect(must(await extend(assignment.fence)).expiresAt.getTime()).toBe(
      assignment.expiresAt.getTime() + 2 * HOUR,
    );
    expect(await extend(assignment.fence - 1)).toBeNull();
    await expire(task);
    expect(must(await extend(assignment.fence)).expiresAt.getTime()).toBeGreaterThan(
      Date.now() + 2 * HOUR - 60_000,
    );
    await fixture.store.transaction((tx) => tx.assignments.end(task, 'released'));
    expect(await extend(assignment.fence)).toBeNull();
  });

  it('that is over is remembered with its fence and its end, the newest of an account', async () => {
    const task = await newTask();
    const ended = (account: number) =>
      fixture.store.transaction((tx) => tx.assignments.endedOf(task, account));
    await claim(task, agentA);
    expect(await ended(101)).toBeNull();

    await fixture.store.transaction((tx) => tx.assignments.end(task, 'released'));
    const { assignment } = await claim(task, agentA);
    await expire(task);
    await claim(task, agentB);

    expect(await ended(101)).toEqual({
      agentName: 'agent-a',
      fence: assignment.fence,
      how: 'lapsed',
      endedAt: expect.any(Date),
    });
    expect(await ended(102)).toBeNull();
  });

  it('ends once, and says whose it was', async () => {
    const task = await newTask();
    const { assignment } = await claim(task, agentA);

    const end = () => fixture.store.transaction((tx) => tx.assignments.end(task, 'released'));

    expect(await end()).toEqual(assignment);
    expect(await end()).toBeNull();
    expect(await active(task)).toBeNull();
  });

  it('is listed by the account behind it while its task is open', async () => {
    const { id: own } = await fixture.configured();
    const agent = await fixture.agent(own, 'agent-a');
    const [open, done] = [await fixture.task(own, 1), await fixture.task(own, 2)];
    await claim(open.id, agent);
    await claim(done.id, agent);
    const held = await fixture.store.transaction(async (tx) => {
      await tx.tasks.setStatus(done.id, 'done');
      return tx.assignments.heldBy(own, 101);
    });

    expect(held).toEqual([{ taskId: open.id, issue: 1, agentName: 'agent-a' }]);
  });
});

describe('a lapsing hold', () => {
  async function lapsing(own: ProjectId) {
    const all = await fixture.store.read.lapsingAssignments();
    return all.filter((one) => one.project === own).map(({ issue, expired }) => ({ issue, expired }));
  }
  const due = (task: TaskId) => fixture.store.transaction((tx) => tx.assignments.lapsing(task));

  it('is warned once it has expired, and released when the time of grace is over as well', async () => {
    const { id: own } = await fixture.configured();
    const task = await fixture.task(own, 1);
    await claim(task.id, await fixture.agent(own, 'agent-a'));
    expect(await lapsing(own)).toEqual([]);
    expect(await due(task.id)).toBeNull();

    await expire(task.id);
    expect(await lapsing(own)).toEqual([{ issue: 1, expired: 'warn' }]);
    expect(await due(task.id)).toBe('warn');

    await fixture.store.transaction((tx) => tx.assignments.warn(task.id));
    expect(await lapsing(own)).toEqual([]);

    await expire(task.id, '11 minutes');
    expect(await lapsing(own)).toEqual([{ issue: 1, expired: 'release' }]);
    expect(await due(task.id)).toBe('release');
    const other = await fixture.task(own, 2);
    expect(await due(other.id)).toBeNull();

    await fixture.store.transaction((tx) => tx.projects.setState(own, 'suspended'));
    expect(await lapsing(own)).toEqual([]);
  });

  it('is left alone while its pull request is queued or further', async () => {
    const { id: own } = await fixture.configured();
    const task = await fixture.task(own, 1);
    await claim(task.id, await fixture.agent(own, 'agent-a'));
    await expire(task.id);
    const pull = await fixture.pull(own, 1, {}, task.id);
    const entry = await fixture.entry(await fixture.lane(own), pull.id, { state: 'waiting' });
    expect(await lapsing(own)).toEqual([{ issue: 1, expired: 'warn' }]);

    await fixture.store.transaction((tx) => tx.entries.admit(entry.id));
    expect(await lapsing(own)).toEqual([]);
  });
});

/** Gives the task a pull request with an entry in `state`. */
async function entryOf(task: TaskId, state: 'waiting' | 'queued' | 'building'): Promise<void> {
  const { id: own } = await fixture.configured();
  const pull = await fixture.pull(own, 1, {}, task);
  const entry = await fixture.entry(await fixture.lane(own), pull.id, {
    state: state === 'waiting' ? 'waiting' : 'queued',
  });
  if (state === 'building') await fixture.store.transaction((tx) => tx.entries.beginAttempt(entry.id));
}
