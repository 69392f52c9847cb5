import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectId } from '../../src/core/model/ids.ts';
import { createFixture, fakeSha, type Fixture } from './store-fixture.ts';

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
