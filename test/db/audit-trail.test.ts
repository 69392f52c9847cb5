import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditTrail } from '../../src/db/audit-trail.ts';
import { createFixture, fakeSha, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

it('refuses what is not there, and to guess between repositories', async () => {
  expect(await auditTrail(fixture.pool, null, 1)).toEqual({ ok: false, error: { kind: 'nothing_known' } });
  const { owner, name } = await fixture.project();
  const one = `${owner}/${name}`;
  const noTask = { ok: false, error: { kind: 'no_task', repository: one, issue: 1 } };
  expect(await auditTrail(fixture.pool, null, 1)).toEqual(noTask);
  const other = await fixture.project();
  const known = [one, `${other.owner}/${other.name}`];
  expect(await auditTrail(fixture.pool, null, 1)).toEqual({ ok: false, error: { kind: 'several', known } });
  expect(await auditTrail(fixture.pool, one.toUpperCase(), 1)).toEqual(noTask);
  expect(await auditTrail(fixture.pool, 'octo/none', 1)).toEqual({
    ok: false,
    error: { kind: 'unknown_repository', named: 'octo/none', known },
  });
});

it('follows a task from its issue to the commit that landed', async () => {
  const project = await fixture.configured();
  const own = project.id;
  const repository = `${project.owner}/${project.name}`;
  const { id } = await fixture.task(own, 14);
  const { id: other } = await fixture.task(own, 15);
  const [first, second] = [await fixture.agent(own, 'agent-a'), await fixture.agent(own, 'agent-b')];
  const lane = await fixture.lane(own);
  const pull = await fixture.pull(own, 20, { head: fakeSha('b') }, id);
  await fixture.pull(own, 21, {}, other);
  const said = { project: own, actorId: 101, outcome: 'done', bot: true, turn: true, line: 1 };
  const claimed = { projectId: own, taskId: id, kind: 'task.claimed', actor: 'agent-a' };
  const fact = { type: 'test', grade: 'verified', url: 'https://example.com/7' } as const;

  const before = await fixture.store.transaction(async (tx) => {
    await tx.commands.save({ ...said, commentId: 1, text: '/claim', thread: 14 });
    await tx.commands.save({ ...said, commentId: 2, text: '/claim', thread: 15 });
    await tx.commands.save({ ...said, commentId: 3, text: '/merge', thread: 20, actorId: 5 });
    const { assignment } = await tx.assignments.claim(id, first, 60_000);
    await tx.activity({ ...claimed, detail: { fence: assignment.fence } });
    await tx.activity({ ...claimed, taskId: other, detail: { fence: -1 } });
    await tx.assignments.end(id, 'released');
    const released = { holder: 'agent-a', fence: assignment.fence };
    await tx.activity({ ...claimed, kind: 'task.released', actor: 'mona', detail: released });
    return assignment;
  });
  const after = await fixture.store.transaction(async (tx) => {
    await tx.evidence.add({
      taskId: id,
      type: 'pr',
      ref: 'x',
      summary: 'opened',
      url: null,
      grade: 'observed',
    });
    await tx.evidence.add({
      taskId: id,
      ...fact,
      ref: `${fakeSha('c')}:tests:passed`,
      summary: 'tests passed',
    });
    await tx.evidence.add({
      taskId: other,
      ...fact,
      ref: `${fakeSha('c')}:tests:failed`,
      summary: 'not mine',
    });
    return (await tx.assignments.claim(id, second, 60_000)).assignment;
  });
  const ejected = await fixture.entry(lane, pull.id, { head: fakeSha('a') });
  await fixture.store.transaction(async (tx) => {
    const detail = { candidate: fakeSha('9'), base: fakeSha('8') };
    await tx.activity({
      projectId: own,
      entryId: ejected.id,
      kind: 'entry.testing',
      actor: 'flotilla',
      detail,
    });
    await tx.entries.eject(ejected.id, 'gate_failed', {});
  });
  const landed = await fixture.entry(lane, pull.id, { head: fakeSha('b') });
  await fixture.sql(
    `update merge_entries
        set state = 'landed', candidate_sha = $2, candidate_tree = $3, base_sha = $4, landed_sha = $2, ended_at = now()
      where id = $1`,
    [landed.id, fakeSha('c'), fakeSha('d'), fakeSha('e')],
  );
  await fixture.sql(
    `insert into workflow_runs (project_id, run_id, attempt, workflow, event, branch, sha, status, conclusion, url)
     values ($1, 7, 1, 'ci.yml', 'push', 'x', $2, 'completed', 'success', 'u'),
            ($1, 8, 1, 'ci.yml', 'push', 'x', $3, 'completed', 'failure', 'u')`,
    [own, fakeSha('c'), fakeSha('f')],
  );

  const found = await auditTrail(fixture.pool, repository, 14);

  if (!found.ok) throw new Error(`no trail: ${found.error.kind}`);
  expect(found.value).toMatchObject({
    repository,
    issue: 14,
    epic: { key: 'one', title: 'First', branch: 'epic-1/first' },
    holds: [
      {
        fence: before.fence,
        agent: 'agent-a',
        status: 'released',
        begun: { kind: 'task.claimed', actor: 'agent-a' },
        endedBy: 'mona',
      },
      { fence: after.fence, agent: 'agent-b', status: 'active', ended: null, begun: null, endedBy: null },
    ],
    commands: [
      { thread: 14, text: '/claim', actor: 'agent-a[bot]' },
      { thread: 20, text: '/merge', actor: null, actorId: 5 },
    ],
    evidence: [
      { type: 'pr', grade: 'observed' },
      { type: 'test', grade: 'verified' },
    ],
    pulls: [{ number: 20, heads: [fakeSha('a'), fakeSha('b')] }],
    entries: [
      {
        id: ejected.id,
        state: 'ejected',
        reason: 'gate_failed',
        candidates: [{ sha: fakeSha('9'), base: fakeSha('8'), tree: null, gates: [], runs: [] }],
        landed: null,
      },
      {
        id: landed.id,
        state: 'landed',
        candidates: [
          {
            sha: fakeSha('c'),
            base: fakeSha('e'),
            tree: fakeSha('d'),
            gates: [{ verdict: 'tests passed', url: 'https://example.com/7' }],
            runs: [{ name: 'ci.yml', event: 'push', attempt: 1, conclusion: 'success' }],
          },
        ],
        landed: fakeSha('c'),
      },
    ],
    activity: [{ kind: 'task.claimed' }, { kind: 'task.released', actor: 'mona' }, { kind: 'entry.testing' }],
  });
  expect(found.value.commands).toHaveLength(2);
  expect(found.value.evidence).toHaveLength(2);
  expect(found.value.holds[0]?.from).toBeInstanceOf(Date);
});
