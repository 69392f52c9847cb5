import { describe, expect, it } from 'vitest';
import { sha, type EntryId, type LaneId } from '../model/ids.ts';
import type { SyncEntry } from '../model/lane.ts';
import { stepLanding, stepQueued, stepSuspect, type SyncLook } from './next-step.ts';

const commit = (digit: string) => sha(digit.repeat(40));
const NOW = new Date('2026-01-05T08:00:00Z');
const BLOB = commit('c');

const queued: SyncEntry = {
  id: 1 as EntryId,
  laneId: 1 as LaneId,
  pullId: null,
  pull: null,
  taskId: null,
  sync: { from: 'epic-1', wants: commit('a') },
  head: commit('a'),
  state: 'queued',
  held: false,
  leaving: null,
  requester: { id: 0, login: 'flotilla', isBot: true, how: 'auto' },
  priority: 50,
  queuedAt: NOW,
  attempt: 0,
  retries: 0,
  candidate: null,
  testingSince: null,
  suspect: false,
  landing: null,
  reason: null,
};
const testing: SyncEntry = {
  ...queued,
  state: 'testing',
  candidate: {
    sha: commit('d'),
    tree: commit('e'),
    base: commit('b'),
    inheritsHeadGates: false,
    configBlob: BLOB,
  },
};

const [source, target] = [
  { sha: commit('a'), tree: commit('1') },
  { sha: commit('b'), tree: commit('2') },
];

function look(facts: Partial<NonNullable<SyncLook['facts']>> = {}, more: Partial<SyncLook> = {}): SyncLook {
  return {
    of: 'sync',
    facts: { source, target, candidate: null, configBlob: BLOB, contained: false, ...facts },
    wants: { sha: commit('a'), there: true },
    listed: true,
    gated: true,
    paused: false,
    target: null,
    configBlob: BLOB,
    now: NOW,
    ...more,
  };
}

describe('a sync in the queue', () => {
  it('takes up what the other branch holds now, once what was wanted is among it, or gone', () => {
    expect(stepQueued(queued, look())).toEqual({
      do: 'bring',
      base: target,
      head: source,
      took: commit('a'),
    });
    const older = { wants: { sha: commit('9'), there: false } };
    expect(stepQueued(queued, look({}, older))).toMatchObject({ do: 'wait' });
    // A minute later it is gone, and is not tried for again and again.
    const later = { ...older, now: new Date(NOW.getTime() + 60_000) };
    expect(stepQueued(queued, look({}, later))).toMatchObject({ do: 'bring', took: commit('9') });
  });

  it('ends quietly when there is nothing to bring, but not by an old picture of the other branch', () => {
    expect(stepQueued(queued, look({ contained: true }))).toMatchObject({ reason: 'merged_elsewhere' });
    const unseen = { wants: { sha: commit('9'), there: false } };
    expect(stepQueued(queued, look({ contained: true }, unseen))).toMatchObject({ do: 'wait' });
    const later = { ...unseen, now: new Date(NOW.getTime() + 60_000) };
    expect(stepQueued(queued, look({ contained: true }, later))).toMatchObject({
      reason: 'merged_elsewhere',
    });
  });

  it('goes nowhere without gates, a target, a source or a configuration that asks for it', () => {
    expect(stepQueued(queued, look({}, { gated: false }))).toMatchObject({ reason: 'gate_failed' });
    expect(stepQueued(queued, look({ target: null }))).toMatchObject({
      do: 'pause',
      reason: 'target_missing',
    });
    expect(stepQueued(queued, look({ source: null }))).toMatchObject({ reason: 'closed' });
    expect(stepQueued(queued, look({}, { listed: false }))).toMatchObject({ reason: 'retargeted' });
  });
});

describe('a sync whose gates passed', () => {
  const there = { candidate: commit('d') };

  it('lands though the other branch has moved on: another sync brings that', () => {
    const moved = look({ ...there, source: { sha: commit('9'), tree: commit('8') } });
    expect(stepSuspect(testing, moved)).toBeNull();
    expect(stepLanding(testing, moved)).toEqual({ do: 'land' });
  });

  it('is built anew when the target moved, and judged again when the rules changed', () => {
    const elsewhere = look({ ...there, target: { sha: commit('7'), tree: commit('7') } });
    expect(stepLanding(testing, elsewhere)).toEqual({ do: 'requeue', how: 'base_moved' });
    expect(stepLanding(testing, look())).toEqual({ do: 'requeue', how: 'interrupted' });
    expect(stepLanding(testing, look(there, { configBlob: commit('f') }))).toMatchObject({ do: 'rejudge' });
    expect(stepLanding(testing, look(there, { gated: false }))).toMatchObject({ reason: 'gate_failed' });
  });
});
