import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFixture, fakeSha, type Fixture } from './store-fixture.ts';

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
