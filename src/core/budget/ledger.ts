import { NOTHING, plus, sum, times, type Amount } from './amount.ts';
import { SHARE, type Limits, type Priority } from './limits.ts';
import { current, enter, freedAt, slotMs, spentIn, type Slots } from './window.ts';

/** What a process took and has not accounted for. All of it counts as spent until it does. */
interface Lease extends Amount {
  readonly id: number;
  /** When a process that said nothing can have nothing under way any more. */
  readonly until: number;
}

/** What GitHub's answers say of the hourly budget, which may have other users. */
export interface Seen {
  readonly limit: number;
  readonly used: number;
  readonly resetAt: number;
}

/** One installation's calls to GitHub. Times are milliseconds of the database's clock. */
export interface Ledger {
  readonly minute: Slots;
  readonly hour: Slots;
  readonly leases: readonly Lease[];
  readonly nextLease: number;
  readonly pausedUntil: number;
  readonly seen: Seen | null;
}

export const EMPTY_LEDGER: Ledger = {
  minute: [],
  hour: [],
  leases: [],
  nextLease: 1,
  pausedUntil: 0,
  seen: null,
};

export interface Ask {
  readonly cost: Amount;
  readonly priority: Priority;
}

export type Answer =
  | { readonly kind: 'granted'; readonly lease: number; readonly amount: Amount }
  | { readonly kind: 'wait'; readonly ms: number; readonly why: 'paused' | 'limit' };

/** A limit as it is now: how much is free, and how long until a lack is made up for. */
interface Bound {
  readonly unit: keyof Amount;
  readonly free: number;
  /** One lease takes at most this part of what is free. */
  readonly part: number;
  readonly waitFor: (lack: number) => number;
}

/** A lease covers at most this many calls, and a twentieth of what is free (an eighth of the places at once). */
const CALLS_AT_MOST = 8;
const OF_FREE = 20;
const OF_PLACES = 8;

/** Grants one call, and a few more of its kind where there is plenty, or says how long to wait. */
export function take(
  ledger: Ledger,
  ask: Ask,
  now: number,
  limits: Limits,
): { ledger: Ledger; answer: Answer } {
  const known = upToDate(ledger, now, limits);
  if (known.pausedUntil > now) {
    return { ledger: known, answer: { kind: 'wait', ms: known.pausedUntil - now, why: 'paused' } };
  }
  // A call that creates nothing does not mind that no more may be created.
  const bounds = boundsOf(known, ask, now, limits).filter(({ unit }) => ask.cost[unit] > 0);
  const waits = bounds.flatMap(({ unit, free, waitFor }) =>
    free < ask.cost[unit] ? [waitFor(ask.cost[unit] - free)] : [],
  );
  if (waits.length > 0) {
    return { ledger: known, answer: { kind: 'wait', ms: waitOf(waits, limits), why: 'limit' } };
  }
  const amount = times(ask.cost, callsOf(bounds, ask.cost));
  const lease = { id: known.nextLease, until: now + limits.leaseMs + limits.graceMs, ...amount };
  return {
    ledger: { ...known, leases: [...known.leases, lease], nextLease: lease.id + 1 },
    answer: { kind: 'granted', lease: lease.id, amount },
  };
}

/** Ends a lease: what was spent counts from now on, the rest is free again. One that ran out was spent as a whole. */
export function settle(ledger: Ledger, id: number, spent: Amount, now: number, limits: Limits): Ledger {
  if (!ledger.leases.some((lease) => lease.id === id)) return ledger;
  const leases = ledger.leases.filter((lease) => lease.id !== id);
  return spend({ ...ledger, leases }, spent, now, limits);
}

/** GitHub wants to be left alone until then. A shorter pause never ends a longer one. */
export function pause(ledger: Ledger, until: number): Ledger {
  return { ...ledger, pausedUntil: Math.max(ledger.pausedUntil, until) };
}

/** Answers arrive in any order: within one hour of GitHub's, the highest count is the newest. */
export function observe(ledger: Ledger, seen: Seen, now: number): Ledger {
  const known = ledger.seen && ledger.seen.resetAt > now ? ledger.seen : null;
  const fuller = known && known.used / known.limit > seen.used / seen.limit;
  return { ...ledger, seen: fuller ? known : seen };
}

/** What may still be asked; a pause ends by itself. */
export interface Left extends Amount {
  readonly pausedMs: number;
}

/** What a landing, which may use all of it, would find free, places aside; of each unit that of the narrowest limit. */
export function left(ledger: Ledger, now: number, limits: Limits): Left {
  const known = upToDate(ledger, now, limits);
  const all = boundsOf(known, { cost: NOTHING, priority: 'landing' }, now, limits);
  const bounds = all.filter(({ part }) => part !== OF_PLACES);
  const free = (unit: keyof Amount) =>
    Math.max(0, Math.min(...bounds.filter((bound) => bound.unit === unit).map((bound) => bound.free)));
  return {
    content: free('content'),
    points: free('points'),
    requests: free('requests'),
    pausedMs: Math.max(0, known.pausedUntil - now),
  };
}

function upToDate(ledger: Ledger, now: number, limits: Limits): Ledger {
  const over = ledger.leases.filter((lease) => lease.until <= now);
  const settled = over.reduce((next, lease) => spend(next, lease, lease.until, limits), ledger);
  return {
    ...settled,
    minute: current(settled.minute, now, limits.minuteMs),
    hour: current(settled.hour, now, limits.hourMs),
    leases: settled.leases.filter((lease) => lease.until > now),
    seen: settled.seen && settled.seen.resetAt > now ? settled.seen : null,
  };
}

function spend(ledger: Ledger, { content, points, requests }: Amount, at: number, limits: Limits): Ledger {
  const spent = { content, points, requests };
  return {
    ...ledger,
    minute: enter(ledger.minute, spent, at, limits.minuteMs),
    hour: enter(ledger.hour, spent, at, limits.hourMs),
  };
}

function boundsOf(ledger: Ledger, ask: Ask, now: number, limits: Limits): readonly Bound[] {
  const out = sum(ledger.leases);
  const { minute, hour, seen } = ledger;
  // A share of a small limit may round to nothing, which would wait for ever.
  const allowed = (unit: keyof Amount, limit: number) =>
    Math.max(Math.floor(limit * SHARE[ask.priority]), Math.min(limit, ask.cost[unit]));
  const sliding = (unit: keyof Amount, limit: number, slots: Slots, windowMs: number): Bound => ({
    unit,
    part: OF_FREE,
    free: allowed(unit, limit) - plus(out, spentIn(slots))[unit],
    waitFor: (lack) => (freedAt(slots, unit, lack, windowMs) ?? now + slotMs(limits.minuteMs)) - now,
  });
  const perHour = seen ? Math.floor(seen.limit * limits.ofLimit) : limits.requestsPerHour;
  return [
    sliding('content', limits.contentPerMinute, minute, limits.minuteMs),
    sliding('points', limits.pointsPerMinute, minute, limits.minuteMs),
    sliding('content', limits.contentPerHour, hour, limits.hourMs),
    sliding('requests', perHour, hour, limits.hourMs),
    // What is under way belongs to a lease.
    {
      unit: 'requests',
      part: OF_PLACES,
      free: allowed('requests', limits.concurrent) - out.requests,
      waitFor: () => slotMs(limits.minuteMs),
    },
    ...(seen
      ? [
          {
            unit: 'requests' as const,
            part: OF_FREE,
            free: allowed('requests', perHour) - seen.used - out.requests,
            waitFor: () => seen.resetAt - now,
          },
        ]
      : []),
  ];
}

/** Two minutes at most: what others took and did not need comes back sooner than any window moves. */
function waitOf(waits: readonly number[], limits: Limits): number {
  return Math.min(Math.max(1, ...waits), 2 * limits.minuteMs);
}

function callsOf(bounds: readonly Bound[], cost: Amount): number {
  const spare = bounds.map(({ unit, free, part }) => Math.floor(free / (part * cost[unit])));
  return Math.max(1, Math.min(CALLS_AT_MOST, ...spare));
}
