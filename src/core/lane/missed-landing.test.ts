import { describe, expect, it } from 'vitest';
import type { EntryId, LaneId, PullId, Sha } from '../model/ids.ts';
import type { Entry } from '../model/lane.ts';
import type { PullSnapshot } from '../model/pull.ts';
import { stepLanding, type EntryFacts } from './next-step.ts';

const NOW = new Date('2026-01-01T12:00:00Z');
const BASE = sha('a');
const HEAD = sha('b');
const CANDIDATE = sha('c');

describe('a landing that GitHub took and the branch does not show', () => {
  it.each([
    { when: 'replicas may be behind', secondsAgo: 29, missed: false, paused: false, does: 'wait' },
    { when: 'they cannot be any more', secondsAgo: 31, missed: false, paused: false, does: 'pause' },
    { when: 'nobody has looked yet', secondsAgo: 600, missed: true, paused: true, does: 'wait' },
    {
      when: 'the lane is paused for something else',
      secondsAgo: 31,
      missed: false,
      paused: true,
      does: 'wait',
    },
    { when: 'somebody let the lane go on', secondsAgo: 600, missed: true, paused: false, does: 'eject' },
  ])('makes the lane $does when $when', ({ secondsAgo, missed, paused, does }) => {
    expect(stepLanding(entry(secondsAgo, { missed }), facts({ paused })).do).toBe(does);
  });

  it('pauses with what to do, and keeps the entry as it is', () => {
    expect(stepLanding(entry(31, {}), facts({}))).toMatchInlineSnapshot(`
      {
        "do": "pause",
        "missed": true,
        "reason": "GitHub took cccccccccccc for #12, but the branch does not contain it. Either put it back first, or resume, and #12 leaves the queue",
      }
    `);
  });

  it('leaves for good, and says whether its pull request can come back', () => {
    expect(stepLanding(entry(31, { missed: true }), facts({ state: 'open' }))).toEqual({
      do: 'eject',
      reason: 'internal',
      detail: { missed: { sha: CANDIDATE, merged: false } },
    });
  });

  it('is written down when it is there after all, whatever was said of it', () => {
    const target = { sha: CANDIDATE, tree: sha('e'), contains: true };
    const known = { ...facts({}), facts: null, target };
    expect(stepLanding(entry(600, { missed: true }), known)).toEqual({ do: 'record', landed: CANDIDATE });
  });

  it('is known by its traces when the answer was lost', () => {
    const unheard = entry(31, { confirmed: false });
    expect(stepLanding(unheard, facts({})).do).toBe('pause');
    // Nobody used the permission up, so somebody else merged it; nobody merged it, so it is built anew.
    expect(stepLanding(unheard, facts({ ref: CANDIDATE }))).toMatchObject({ reason: 'merged_elsewhere' });
    expect(stepLanding(unheard, facts({ state: 'open' }))).toEqual({ do: 'requeue', how: 'interrupted' });
  });
});

function sha(letter: string): Sha {
  return letter.repeat(40) as Sha;
}

function entry(
  secondsAgo: number,
  { missed = false, confirmed = true }: { missed?: boolean; confirmed?: boolean },
): Entry {
  const requester = { id: 7, login: 'agent-d[bot]', isBot: true, how: 'auto' as const };
  return {
    id: 3 as EntryId,
    laneId: 1 as LaneId,
    pullId: 2 as PullId,
    pull: 12,
    taskId: null,
    sync: null,
    head: HEAD,
    state: 'landing',
    held: false,
    leaving: null,
    requester,
    priority: 50,
    queuedAt: NOW,
    attempt: 1,
    retries: 0,
    candidate: { sha: CANDIDATE, tree: sha('e'), base: BASE, inheritsHeadGates: false, configBlob: sha('f') },
    testingSince: NOW,
    suspect: true,
    landing: { since: new Date(NOW.getTime() - secondsAgo * 1_000), confirmed, missed },
    reason: null,
  };
}

/** The branch is back where it was, and the candidate ref is `ref`. */
function facts({
  paused = false,
  state = 'merged',
  ref = null,
}: {
  paused?: boolean;
  state?: PullSnapshot['state'];
  ref?: Sha | null;
}): EntryFacts {
  const tip = { sha: BASE, tree: sha('d') };
  return {
    of: 'pull',
    facts: {
      pull: pull(state),
      target: tip,
      candidate: ref,
      upToDate: false,
      headTree: sha('e'),
      configBlob: sha('f'),
      reviews: [],
    },
    retargeted: false,
    paused,
    problems: [],
    permitted: true,
    target: { ...tip, contains: false },
    configBlob: sha('f'),
    now: NOW,
  };
}

function pull(state: PullSnapshot['state']): PullSnapshot {
  return {
    number: 12,
    title: 'Write the parser',
    body: '',
    state,
    draft: false,
    head: HEAD,
    headRef: 'agent-d/1-work',
    baseRef: 'epic-1',
    fork: false,
    author: { id: 7, login: 'agent-d[bot]', isBot: true },
    updatedAt: NOW,
  };
}
