import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EntryId, LaneId, ProjectId } from '../../src/core/model/ids.ts';
import type { Candidate, Entry } from '../../src/core/model/lane.ts';
import type { Pull } from '../../src/core/model/pull.ts';
import type { Tx } from '../../src/ports.ts';
import { createFixture, fakeSha, must, type Fixture } from './store-fixture.ts';

const CANDIDATE: Candidate = {
  sha: fakeSha('b'),
  tree: fakeSha('d'),
  base: fakeSha('e'),
  inheritsHeadGates: false,
  configBlob: fakeSha('c'),
};

let fixture: Fixture;
let project: ProjectId;
let lane: LaneId;
let pull: Pull;
let entry: Entry;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

/** Each test has a lane and an entry of its own. */
async function arrange(state: 'waiting' | 'queued' = 'queued'): Promise<void> {
  ({ id: project } = await fixture.configured());
  lane = await fixture.lane(project);
  pull = await fixture.pull(project, 1);
  entry = await fixture.entry(lane, pull.id, { state });
}

function change<T>(work: (entries: Tx['entries'], id: EntryId) => Promise<T>): Promise<T> {
  return fixture.store.transaction((tx) => work(tx.entries, entry.id));
}

async function now(): Promise<Entry> {
  return must(await fixture.store.read.entry(entry.id));
}

/** Up to a published candidate. */
async function bringToTesting(): Promise<void> {
  await change(async (entries, id) => {
    await entries.beginAttempt(id);
    await entries.saveCandidate(id, CANDIDATE);
    await entries.setState(id, 'testing');
  });
}

describe('an entry', () => {
  it('starts with what was asked, and is the only live one of its pull request', async () => {
    await arrange();
    expect(entry).toMatchObject({
      laneId: lane,
      pullId: pull.id,
      pull: 1,
      taskId: null,
      head: fakeSha('a'),
      state: 'queued',
      held: false,
      leaving: null,
      requester: { id: 101, login: 'agent-a[bot]', isBot: true, how: 'auto' },
      priority: 50,
      attempt: 0,
      retries: 0,
      candidate: null,
      testingSince: null,
      suspect: false,
      landing: null,
      reason: null,
    });
    const again = {
      laneId: lane,
      pullId: pull.id,
      head: fakeSha('b'),
      state: 'queued',
      requester: entry.requester,
      priority: 1,
    } as const;
    const added = await Promise.all(
      Array.from({ length: 5 }, () => fixture.store.transaction((tx) => tx.entries.add(again))),
    );
    expect(added).toEqual([null, null, null, null, null]);
    expect(await fixture.store.read.liveEntryOfPull(pull.id)).toEqual(entry);
    await fixture.store.transaction(async (tx) => {
      expect(await tx.entries.liveOfPull(pull.id)).toEqual(entry);
      expect(await tx.entries.get(entry.id)).toEqual(entry);
      expect(await tx.entries.seenHead(pull.id, fakeSha('a'))).toBe(true);
      expect(await tx.entries.seenHead(pull.id, fakeSha('b'))).toBe(false);
    });
  });

  it('goes from waiting through every state to landed, and stays there', async () => {
    await arrange('waiting');
    await change((entries, id) => entries.admit(id));
    const built = await change((entries, id) => entries.beginAttempt(id));
    expect(built).toMatchObject({ state: 'building', attempt: 1, candidate: null });
    await change((entries, id) => entries.saveCandidate(id, CANDIDATE));
    await change((entries, id) => entries.setState(id, 'testing'));
    expect(await now()).toMatchObject({ state: 'testing', candidate: CANDIDATE });
    expect((await now()).testingSince).toBeInstanceOf(Date);
    await change((entries, id) => entries.setState(id, 'landing'));
    expect((await now()).landing).toMatchObject({ confirmed: false });
    await change((entries, id) => entries.confirmLanding(id));
    expect((await now()).landing).toMatchObject({ confirmed: true, missed: false });
    await change((entries, id) => entries.missLanding(id));
    expect((await now()).landing).toMatchObject({ confirmed: true, missed: true });
    await change((entries, id) => entries.landed(id, CANDIDATE.sha));
    expect(await now()).toMatchObject({ state: 'landed' });
    expect(await fixture.store.read.liveEntryOfPull(pull.id)).toBeNull();

    await expect(change((entries, id) => entries.eject(id, 'internal', {}))).rejects.toThrow(/it is landed/);
    await expect(change((entries, id) => entries.requeue(id, 'retry'))).rejects.toThrow(/it is landed/);
    await expect(
      fixture.sql(`update merge_entries set state = 'queued', ended_at = null where id = $1`, [entry.id]),
    ).rejects.toThrow(/has ended as landed/);
  });

  it('leaves from any live state with its reason, and its head does not come back by itself', async () => {
    await arrange('waiting');
    await change((entries, id) => entries.eject(id, 'expired', { message: 'too late' }));

    expect(await now()).toMatchObject({ state: 'ejected', reason: 'expired' });
    const newest = () => fixture.store.transaction((tx) => tx.entries.newestOfPull(pull.id));
    expect(await newest()).toEqual(await now());
    const next = await fixture.entry(lane, pull.id, { head: fakeSha('b') });
    expect(await newest()).toEqual(next);
    expect(next.id).toBeGreaterThan(entry.id);
    expect(await fixture.store.transaction((tx) => tx.entries.seenHead(pull.id, fakeSha('a')))).toBe(true);
    await expect(change((entries, id) => entries.landed(id, fakeSha('b')))).rejects.toThrow(/it is ejected/);
  });

  it.each([
    ['base_moved', 0, false],
    ['config_changed', 0, false],
    ['interrupted', 0, false],
    ['retry', 1, false],
    ['held', 0, true],
  ] as const)(
    'queued again because of %s keeps its place and nothing that was built',
    async (how, retries, held) => {
      await arrange();
      await bringToTesting();
      await change((entries, id) => entries.setState(id, 'landing'));
      await change((entries, id) => entries.requeue(id, how));

      expect(await now()).toEqual({ ...entry, attempt: 1, retries, held });
      if (held) await change((entries, id) => entries.setHeld(id, false));
      expect(await change((entries, id) => entries.beginAttempt(id))).toMatchObject({ attempt: 2 });
    },
  );

  it('stays held when a hold makes it queue again', async () => {
    await arrange();
    await bringToTesting();
    await change((entries, id) => entries.setHeld(id, true));
    await change((entries, id) => entries.requeue(id, 'held'));

    expect(await now()).toMatchObject({ state: 'queued', held: true });
  });

  it('remembers who wants it to leave, and that something about it became suspect', async () => {
    await arrange();
    await change((entries, id) => entries.setLeaving(id, 'mona'));
    await change((entries, id) => entries.lookNow(id, 'suspect'));
    await change((entries, id) => entries.lookNow(id));
    expect(await now()).toMatchObject({ leaving: { by: 'mona' }, suspect: true });

    await change((entries, id) => entries.trust(id));
    expect(await now()).toMatchObject({ suspect: false });
  });

  it('is found by the commit that its gates run on, or by its own name', async () => {
    await arrange();
    const find = (commit: string, named: EntryId | null = null) =>
      fixture.store.transaction(async (tx) => {
        const found = await tx.entries.testing(project, fakeSha(commit), named);
        return found.map(({ id }) => id);
      });
    await change(async (entries, id) => {
      await entries.beginAttempt(id);
      await entries.saveCandidate(id, CANDIDATE);
    });
    // CI can be faster than our own writing down.
    expect(await find('b')).toEqual([entry.id]);

    await change((entries, id) => entries.setState(id, 'testing'));
    expect(await find('b')).toEqual([entry.id]);
    expect(await find('9', entry.id)).toEqual([entry.id]);
    expect(await find('a')).toEqual([]);
    await change((entries, id) => entries.saveCandidate(id, { ...CANDIDATE, inheritsHeadGates: true }));
    expect(await find('a')).toEqual([entry.id]);
  });

  it('may be judged by another configuration, but its published candidate stays the same commit', async () => {
    await arrange();
    await bringToTesting();
    await change((entries, id) => entries.saveCandidate(id, { ...CANDIDATE, configBlob: fakeSha('7') }));
    expect((await now()).candidate).toMatchObject({ configBlob: fakeSha('7') });

    await expect(
      change((entries, id) => entries.saveCandidate(id, { ...CANDIDATE, sha: fakeSha('8') })),
    ).rejects.toThrow(/it is testing/);
  });

  it('refuses every transition from a state that it cannot start from', async () => {
    await arrange('waiting');
    await expect(change((entries, id) => entries.beginAttempt(id))).rejects.toThrow(/not queued/);
    await expect(change((entries, id) => entries.setState(id, 'testing'))).rejects.toThrow(/it is waiting/);
    await expect(change((entries, id) => entries.setState(id, 'landing'))).rejects.toThrow(/it is waiting/);
    await expect(change((entries, id) => entries.requeue(id, 'retry'))).rejects.toThrow(/it is waiting/);
    await expect(change((entries, id) => entries.saveCandidate(id, CANDIDATE))).rejects.toThrow(
      /it is waiting/,
    );
    await expect(change((entries, id) => entries.confirmLanding(id))).rejects.toThrow(/it is waiting/);
    await change((entries, id) => entries.admit(id));
    await expect(change((entries, id) => entries.admit(id))).rejects.toThrow(/it is queued/);
    await change((entries, id) => entries.beginAttempt(id));
    // Nothing to test or land yet.
    await expect(change((entries, id) => entries.setState(id, 'testing'))).rejects.toThrow(/it is building/);
    await expect(change((entries, id) => entries.setState(id, 'landing'))).rejects.toThrow(/it is building/);
    await expect(change((entries, id) => entries.landed(id, fakeSha('b')))).rejects.toThrow(/it is building/);
  });

  it('is alone in flight in its lane', async () => {
    await arrange();
    const second = await fixture.entry(lane, (await fixture.pull(project, 2)).id);
    await change((entries, id) => entries.beginAttempt(id));

    await expect(fixture.store.transaction((tx) => tx.entries.beginAttempt(second.id))).rejects.toThrow(
      /merge_entries_one_in_flight/,
    );
  });
});
