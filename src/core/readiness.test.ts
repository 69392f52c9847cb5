import { describe, expect, it } from 'vitest';
import { EMPTY_LEDGER, left, observe, pause, settle, take } from './budget/ledger.ts';
import { CREATION, LIMITS } from './budget/limits.ts';
import { isReady, readinessOf } from './readiness.ts';

const FREE = left(EMPTY_LEDGER, 0, LIMITS);
const FACTS = { database: true, schemaProblem: null, doorbell: true, budgets: [FREE] };

describe('a process', () => {
  it('is ready while every part is up', () => {
    expect(isReady(readinessOf(FACTS))).toBe(true);
  });

  it.each([
    ['database', { database: false }],
    ['migrations', { schemaProblem: 'The database was last used by an older version of Flotilla.' }],
    ['doorbell', { doorbell: false }],
  ] as const)('is not ready without its %s', (part, fact) => {
    const readiness = readinessOf({ ...FACTS, ...fact });
    expect(readiness[part]).toMatchObject({ state: 'down', detail: expect.stringMatching(/\.$/) });
    expect(isReady(readiness)).toBe(false);
  });

  it('takes deliveries in while GitHub wants to be left alone', () => {
    const paused = left(pause(EMPTY_LEDGER, 5_000), 1_000, LIMITS);
    const spent = left(observe(EMPTY_LEDGER, { limit: 5_000, used: 3_750, resetAt: 9_000 }, 0), 0, LIMITS);
    const readiness = readinessOf({ ...FACTS, budgets: [FREE, paused, spent] });
    expect(readiness.githubBudget).toEqual({
      state: 'waiting',
      detail: 'GitHub is asked nothing for 2 of 3 installations: 1 paused, 1 spent for this hour.',
    });
    expect(isReady(readiness)).toBe(true);
  });
});

describe('what is left of a budget', () => {
  it('is all of it at first, then without what was taken, until that leaves the window', () => {
    expect(FREE).toEqual({ content: 60, points: 675, requests: 3_750, pausedMs: 0 });
    const { ledger, answer } = take(EMPTY_LEDGER, { cost: CREATION, priority: 'landing' }, 0, LIMITS);
    if (answer.kind !== 'granted') throw new Error('nothing was granted');
    const spent = settle(ledger, answer.lease, CREATION, 0, LIMITS);
    expect(left(spent, 0, LIMITS)).toMatchObject({ content: 59, points: 670 });
    expect(left(spent, 61_000, LIMITS)).toMatchObject({ content: 60, points: 675 });
  });
});
