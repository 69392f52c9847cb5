import { describe, expect, it } from 'vitest';
import type { BriefPull } from '../brief/brief-pull.ts';
import { nextMove, type TaskSeen } from './next-move.ts';
import { FIRST_ROUND, type WorkNotes } from './work-notes.ts';

const EFFORT = { rounds: 3, patienceMs: 1_000 };
const HEAD = 'a'.repeat(40);
const seen: TaskSeen = { status: 'in_progress', mine: true, pushed: HEAD, pull: null };
const made: WorkNotes = { ...FIRST_ROUND, phase: { kind: 'made', head: HEAD } };
const pull = (more: Partial<BriefPull>): BriefPull => ({
  number: 7,
  head: HEAD,
  standing: 'waiting',
  reason: null,
  title: 'Looking at the gates',
  words: 'All is well.',
  ...more,
});

describe('the next move of a runner', () => {
  it.each<[kind: string, Partial<TaskSeen>, Partial<WorkNotes>]>([
    ['run', { pushed: null }, FIRST_ROUND],
    ['push', { pushed: null }, made],
    ['push', { pushed: 'b'.repeat(40) }, made],
    ['open_pull', {}, made],
    ['wait', { pull: pull({ head: 'b'.repeat(40), standing: 'failed' }) }, made],
    ['wait', { pull: pull({ standing: 'waiting' }) }, made],
    ['wait', { pull: pull({ standing: 'blocked' }) }, made],
    ['wait', { pull: pull({ standing: 'in_lane' }) }, made],
    ['enqueue', { pull: pull({ standing: 'ready' }) }, made],
    ['wait', { pull: pull({ standing: 'ready' }) }, { ...made, asked: HEAD }],
    ['again', { pull: pull({ standing: 'failed' }) }, made],
    ['again', { pull: pull({ standing: 'ejected', reason: 'conflict' }) }, made],
    ['give_up', { pull: pull({ standing: 'ejected', reason: 'dequeued' }) }, made],
    ['give_up', { pull: pull({ standing: 'closed' }) }, made],
    ['give_up', { pull: pull({ standing: 'failed' }) }, { ...made, round: 3 }],
    ['again', {}, { ...made, phase: { kind: 'failed', why: 'It broke.' } }],
    ['give_up', {}, { ...made, round: 3, phase: { kind: 'failed', why: 'It broke.' } }],
  ])('is %s', (kind, view, notes) => {
    expect(nextMove({ ...seen, ...view }, { ...made, ...notes }, EFFORT, 0).kind).toBe(kind);
  });

  it.each<[how: string, Partial<TaskSeen>]>([
    ['landed', { status: 'done', mine: false }],
    ['landed', { pull: pull({ standing: 'landed' }) }],
    ['lost', { mine: false }],
  ])('ends when it is %s, whatever was noted', (how, view) => {
    for (const notes of [FIRST_ROUND, made])
      expect(nextMove({ ...seen, ...view }, notes, EFFORT, 0)).toEqual({ kind: 'end', how });
  });

  it('says how many rounds did not do it, and why in one line', () => {
    const notes: WorkNotes = { ...made, round: 2, phase: { kind: 'failed', why: 'It broke.\n\nAt once.' } };
    expect(nextMove(seen, notes, { ...EFFORT, rounds: 2 }, 0)).toEqual({
      kind: 'give_up',
      why: '2 rounds did not do it. It broke.',
    });
  });

  it('waits no longer than it has patience, and hurries nothing else', () => {
    const waiting = { ...seen, pull: pull({ standing: 'blocked', title: 'Needs a maintainer' }) };
    expect(nextMove(waiting, made, EFFORT, 1_000)).toEqual({ kind: 'wait' });
    expect(nextMove(waiting, made, EFFORT, 1_001)).toEqual({
      kind: 'give_up',
      why: 'nothing moved for too long: Needs a maintainer',
    });
    expect(nextMove(seen, made, EFFORT, 1_001)).toEqual({ kind: 'open_pull' });
  });
});
