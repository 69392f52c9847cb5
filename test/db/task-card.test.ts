import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONFIG, createFixture, fakeSha, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

describe('the card of a task', () => {
  it('shows a bare task', async () => {
    const { id: own } = await fixture.configured();
    const task = await fixture.task(own, 1);

    expect(await fixture.store.transaction((tx) => tx.tasks.card(task.id))).toEqual({
      task,
      epic: { key: 'one', title: 'First', branch: 'epic-1/first' },
      standsFor: null,
      holder: null,
      missing: [],
      pull: null,
      entry: null,
      lanePaused: null,
      laneDraining: null,
      percent: 0,
      evidence: [],
      landedSha: null,
      text: null,
      builtOn: [],
      rules: { gates: CONFIG.gates, protect: ['.github/**'] },
    });
  });

  it('shows whose text it is, and what the task builds on', async () => {
    const { id: own } = await fixture.configured();
    const { id } = await fixture.task(own, 1);
    const { id: other } = await fixture.task(own, 4);
    const lane = await fixture.lane(own);
    const entry = await fixture.entry(lane, (await fixture.pull(own, 9, {}, other)).id);
    await fixture.sql(
      `update merge_entries set state = 'landed', candidate_sha = head_sha, candidate_tree = head_sha,
              base_sha = head_sha, landed_sha = head_sha, ended_at = now() where id = $1`,
      [entry.id],
    );
    const at = new Date('2026-01-01T00:00:00Z');
    const card = await fixture.store.transaction(async (tx) => {
      await tx.tasks.setStatus(other, 'done');
      for (const source of ['body', 'native'] as const)
        await tx.tasks.setDependencies(id, source, [
          { project: own, issue: 4, closed: false },
          { project: own, issue: 70, closed: source === 'native' },
        ]);
      await tx.texts.put(id, {
        written: { title: 'Task', body: 'now', by: 'sam', openedBy: 'walter', at },
        approved: { title: 'Task', body: 'then', by: 'mona', at, how: 'opened' },
      });
      return tx.tasks.card(id);
    });
    expect(card.text).toEqual({
      standing: 'edited',
      written: { by: 'sam', openedBy: 'walter', at },
      approved: { by: 'mona', at, how: 'opened' },
    });
    expect(card.builtOn).toEqual([
      {
        issue: 4,
        title: expect.any(String),
        repository: null,
        done: true,
        landed: { sha: entry.head, branch: 'epic-1/first' },
      },
      { issue: 70, title: null, repository: null, done: true, landed: null },
    ]);
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
