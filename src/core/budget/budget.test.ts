import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits, minus, NOTHING, plus, sum, type Amount } from './amount.ts';
import { EMPTY_LEDGER, observe, pause, settle, take, type Ask, type Ledger } from './ledger.ts';
import { CHANGE, CREATION, LIMITS, READ, SHARE, type Limits, type Priority } from './limits.ts';
import { begin, closed, end, isOver, newLease, payingLease, type Purse } from './purse.ts';

/** Small, so that a few hundred calls meet every limit. */
const SMALL: Limits = {
  ...LIMITS,
  contentPerMinute: 6,
  contentPerHour: 20,
  pointsPerMinute: 67,
  requestsPerHour: 90,
  concurrent: 7,
};
const PROCESSES = 3;
const CALL_MS = 10_000;

interface Arrival {
  readonly at: number;
  readonly cost: Amount;
}

/** Several processes that spend by `core/budget` and one row between them. Time is the test's. */
function createModel(limits: Limits) {
  let now = 1_000_000;
  let ledger: Ledger = EMPTY_LEDGER;
  const purses: Purse[] = Array.from({ length: PROCESSES }, () => []);
  const arrivals: Arrival[] = [];
  let underWay: {
    readonly process: number;
    readonly lease: number;
    readonly cost: Amount;
    readonly by: number;
  }[] = [];
  let mostAtOnce = 0;
  let pausedUntil = 0;

  function settleWhatIsOver(process: number): void {
    for (const held of purses[process] ?? []) {
      if (!isOver(held, now)) continue;
      ledger = settle(ledger, held.lease, held.spent, now, limits);
      purses[process] = (purses[process] ?? []).filter((other) => other !== held);
    }
  }

  return {
    arrivals,
    mostAtOnce: () => mostAtOnce,
    call(process: number, ask: Ask): void {
      let held = payingLease(purses[process] ?? [], ask, now);
      if (!held) {
        settleWhatIsOver(process);
        const taken = take(ledger, ask, now, limits);
        ledger = taken.ledger;
        if (taken.answer.kind === 'wait') return;
        expect(now).toBeGreaterThanOrEqual(pausedUntil);
        held = newLease(taken.answer.lease, taken.answer.amount, ask.priority, now + limits.leaseMs);
        purses[process] = [...(purses[process] ?? []), held];
      }
      purses[process] = begin(purses[process] ?? [], held.lease, ask.cost);
      underWay.push({ process, lease: held.lease, cost: ask.cost, by: now + CALL_MS });
      mostAtOnce = Math.max(mostAtOnce, underWay.length);
    },
    /** The oldest call arrives at GitHub, and is answered. */
    answer(): void {
      const [call, ...rest] = underWay;
      if (!call) return;
      underWay = rest;
      arrivals.push({ at: now, cost: call.cost });
      purses[call.process] = end(purses[call.process] ?? [], call.lease);
    },
    /** A process dies: what it sent may arrive yet, but nobody accounts for it. */
    crash(process: number): void {
      purses[process] = [];
    },
    pause(ms: number): void {
      pausedUntil = Math.max(pausedUntil, now + ms);
      ledger = pause(ledger, pausedUntil);
      for (const [index, purse] of purses.entries()) purses[index] = closed(purse);
    },
    passTime(ms: number): void {
      // No call outlives its timeout.
      for (const end of [...underWay.map(({ by }) => by).filter((by) => by <= now + ms), now + ms]) {
        now = Math.max(now, end);
        while (underWay.some(({ by }) => by <= now)) this.answer();
      }
    },
    settleAll(): void {
      for (const process of purses.keys()) settleWhatIsOver(process);
    },
  };
}

/** The most that arrived within any window of `ms`. */
function peak(arrivals: readonly Arrival[], ms: number): Amount {
  let most = NOTHING;
  for (const { at } of arrivals) {
    const within = sum(arrivals.filter((one) => one.at > at - ms && one.at <= at).map(({ cost }) => cost));
    most = {
      content: Math.max(most.content, within.content),
      points: Math.max(most.points, within.points),
      requests: Math.max(most.requests, within.requests),
    };
  }
  return most;
}

const asks = fc.record({
  cost: fc.constantFrom(READ, CHANGE, CREATION),
  priority: fc.constantFrom(...(Object.keys(SHARE) as Priority[])),
});
const moves = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('call' as const), process: fc.nat(PROCESSES - 1), ask: asks }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('answer' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(10, 700, 4_000, 21_000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), process: fc.nat(PROCESSES - 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), ms: fc.constantFrom(500, 9_000) }) },
);

describe('whatever several processes do', () => {
  it('no window of a minute or an hour holds more than its limit, nor are too many calls under way', () => {
    fc.assert(
      fc.property(fc.array(moves, { minLength: 100, maxLength: 400 }), (list) => {
        const model = createModel(SMALL);
        for (const move of list) {
          if (move.do === 'call') model.call(move.process, move.ask);
          else if (move.do === 'answer') model.answer();
          else if (move.do === 'pass') model.passTime(move.ms);
          else if (move.do === 'settle') model.settleAll();
          else if (move.do === 'crash') model.crash(move.process);
          else model.pause(move.ms);
        }
        const minute = peak(model.arrivals, SMALL.minuteMs);
        const hour = peak(model.arrivals, SMALL.hourMs);
        expect(minute.content).toBeLessThanOrEqual(SMALL.contentPerMinute);
        expect(minute.points).toBeLessThanOrEqual(SMALL.pointsPerMinute);
        expect(hour.content).toBeLessThanOrEqual(SMALL.contentPerHour);
        expect(hour.requests).toBeLessThanOrEqual(SMALL.requestsPerHour);
        expect(model.mostAtOnce()).toBeLessThanOrEqual(SMALL.concurrent);
      }),
      { numRuns: 300 },
    );
  });
});

const LANDING: Ask = { cost: CREATION, priority: 'landing' };
const LABEL: Ask = { cost: CREATION, priority: 'label' };

/** Takes, and spends, until there is no more. */
function spendAll(ledger: Ledger, ask: Ask, now: number): { ledger: Ledger; calls: number; waitMs: number } {
  let known = ledger;
  for (let calls = 0; ;) {
    const { ledger: next, answer } = take(known, ask, now, LIMITS);
    if (answer.kind === 'wait') return { ledger: next, calls, waitMs: answer.ms };
    calls += answer.amount.requests;
    known = settle(next, answer.lease, answer.amount, now, LIMITS);
  }
}

describe('a budget', () => {
  it('takes the least important first: labels leave a half, landings have it all', () => {
    const labels = spendAll(EMPTY_LEDGER, LABEL, 0);
    expect(labels.calls).toBe(30);
    const landings = spendAll(labels.ledger, LANDING, 0);
    expect(landings.calls).toBe(30);
  });

  it('keeps the last fifth for landings', () => {
    const others = (Object.keys(SHARE) as Priority[]).filter((priority) => priority !== 'landing');
    for (const priority of others) expect(SHARE[priority]).toBeLessThanOrEqual(0.8);
    const { calls } = spendAll(
      spendAll(EMPTY_LEDGER, { cost: CREATION, priority: 'check' }, 0).ledger,
      LANDING,
      0,
    );
    expect(calls).toBe(12);
  });

  it('is free again exactly when it says so', () => {
    const { ledger, waitMs } = spendAll(EMPTY_LEDGER, LANDING, 500);
    expect(waitMs).toBeGreaterThanOrEqual(LIMITS.minuteMs);
    expect(waitMs).toBeLessThanOrEqual(61_000);
    expect(take(ledger, LANDING, 500 + waitMs - 1, LIMITS).answer.kind).toBe('wait');
    expect(take(ledger, LANDING, 500 + waitMs, LIMITS).answer.kind).toBe('granted');
  });

  it('minds only the limits that a call counts for', () => {
    const { ledger } = spendAll(EMPTY_LEDGER, LANDING, 0);
    expect(take(ledger, { cost: READ, priority: 'handling' }, 0, LIMITS).answer.kind).toBe('granted');
  });

  it('asks nobody to wait for long: what others do not need comes back before the hour is over', () => {
    const seen = observe(EMPTY_LEDGER, { limit: 5_000, used: 5_000, resetAt: 3_600_000 }, 0);
    expect(take(seen, LANDING, 0, LIMITS).answer).toEqual({ kind: 'wait', ms: 120_000, why: 'limit' });
  });

  it('gives back what was not spent', () => {
    const { ledger, answer } = take(EMPTY_LEDGER, LANDING, 0, LIMITS);
    if (answer.kind !== 'granted') throw new Error('nothing was granted');
    expect(answer.amount.content).toBeGreaterThan(1);
    expect(spendAll(settle(ledger, answer.lease, NOTHING, 0, LIMITS), LANDING, 0).calls).toBe(60);
  });

  it('counts what a dead process took as spent', () => {
    const { ledger, answer } = take(EMPTY_LEDGER, LANDING, 0, LIMITS);
    if (answer.kind !== 'granted') throw new Error('nothing was granted');
    const later = LIMITS.leaseMs + LIMITS.graceMs;
    expect(spendAll(ledger, LANDING, later).calls).toBe(60 - answer.amount.content);
  });

  it('stands still during a pause, for whatever it is', () => {
    const paused = pause(pause(EMPTY_LEDGER, 5_000), 2_000);
    expect(take(paused, LANDING, 4_000, LIMITS).answer).toEqual({ kind: 'wait', ms: 1_000, why: 'paused' });
    expect(take(paused, LANDING, 5_000, LIMITS).answer.kind).toBe('granted');
  });

  it('follows the hour that GitHub counts, whoever else spends it', () => {
    const seen = observe(EMPTY_LEDGER, { limit: 5_000, used: 3_750, resetAt: 90_000 }, 0);
    const older = observe(seen, { limit: 5_000, used: 10, resetAt: 90_000 }, 0);
    expect(take(older, LANDING, 30_000, LIMITS).answer).toEqual({ kind: 'wait', ms: 60_000, why: 'limit' });
    expect(take(older, LANDING, 90_000, LIMITS).answer.kind).toBe('granted');
    const large = observe(EMPTY_LEDGER, { limit: 12_500, used: 3_750, resetAt: 90_000 }, 0);
    expect(take(large, LANDING, 0, LIMITS).answer.kind).toBe('granted');
  });

  it('lets one call through even where a share of a limit rounds to nothing', () => {
    const tiny = { ...LIMITS, contentPerMinute: 1, concurrent: 1 };
    expect(take(EMPTY_LEDGER, { cost: CREATION, priority: 'background' }, 0, tiny).answer.kind).toBe(
      'granted',
    );
  });

  it('lends less the less there is', () => {
    const amounts: number[] = [];
    let ledger = EMPTY_LEDGER;
    for (let n = 0; n < 60; n += 1) {
      const taken = take(ledger, { cost: READ, priority: 'handling' }, 0, LIMITS);
      if (taken.answer.kind === 'wait') break;
      amounts.push(taken.answer.amount.requests);
      ledger = taken.ledger;
    }
    expect(amounts[0]).toBeGreaterThan(1);
    expect(amounts).toEqual([...amounts].sort((a, b) => b - a));
  });
});

describe('a lease', () => {
  const purse = [newLease(1, { content: 1, points: 10, requests: 2 }, 'check', 1_000)];

  it('pays for what is as important or more, while it lasts', () => {
    expect(payingLease(purse, { cost: CREATION, priority: 'landing' }, 0)?.lease).toBe(1);
    expect(payingLease(purse, { cost: CREATION, priority: 'comment' }, 0)).toBeNull();
    expect(payingLease(purse, { cost: CREATION, priority: 'landing' }, 1_000)).toBeNull();
    expect(payingLease(closed(purse), { cost: READ, priority: 'landing' }, 0)).toBeNull();
  });

  it('is over when all of it was spent and answered, or its time is up', () => {
    const once = begin(purse, 1, CREATION);
    expect(payingLease(once, LANDING, 0)).toBeNull();
    const twice = begin(once, 1, READ);
    expect(twice.every((held) => isOver(held, 5_000))).toBe(false);
    expect(end(end(twice, 1), 1).every((held) => isOver(held, 0))).toBe(true);
    expect(end(once, 1).every((held) => isOver(held, 0))).toBe(false);
    expect(end(once, 1).every((held) => isOver(held, 1_000))).toBe(true);
  });

  it('adds up', () => {
    expect(minus(plus(READ, CREATION), CREATION)).toEqual(READ);
    expect(fits(CREATION, CHANGE)).toBe(false);
  });
});
