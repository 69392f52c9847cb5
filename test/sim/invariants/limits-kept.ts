import type { Amount } from '../../../src/core/budget/amount.ts';
import { SIM_LIMITS } from '../sim-limits.ts';
import type { World } from '../world.ts';
import type { Invariant } from './watch.ts';

const { minuteMs, hourMs, contentPerMinute, contentPerHour, pointsPerMinute, requestsPerHour } = SIM_LIMITS;

/**
 * I12: no minute and no hour has more than three quarters of what GitHub allows, nothing goes out while GitHub wants to be
 * left alone, nor is what it turned away tried again before.
 */
export function limitsKept(world: World): Invariant {
  const { now } = world.scheduler;
  const waits = new Map<string, { readonly until: number; readonly lost: number }>();
  let pausedUntil = 0;
  const windows = [
    slidingWindow('pieces of content in a minute', 'content', minuteMs, contentPerMinute),
    slidingWindow('points in a minute', 'points', minuteMs, pointsPerMinute),
    slidingWindow('pieces of content in an hour', 'content', hourMs, contentPerHour),
    slidingWindow('requests in an hour', 'requests', hourMs, requestsPerHour),
  ];

  return {
    onPaid(cost) {
      if (now() < pausedUntil)
        world.fail('I12', `GitHub was asked ${pausedUntil - now()} ms before it wanted to be`);
      for (const window of windows) {
        const spent = window.spend(cost, now());
        if (spent > window.limit) world.fail('I12', `${spent} ${window.what}: ${window.limit} are allowed`);
      }
    },
    onBusy(method, args, until, asked) {
      if (asked) pausedUntil = Math.max(pausedUntil, until);
      const key = keyOf(method, args);
      if (key === null) return;
      const known = waits.get(key);
      // Nobody knows what a program was told that ended, or stood still, before it wrote that down.
      if (known && now() < known.until && known.lost === lostCommits(world))
        world.fail('I12', `${key} was tried again ${known.until - now()} ms before its time`);
      if (asked) waits.set(key, { until, lost: lostCommits(world) });
    },
  };
}

/** How many commits came late, if at all. */
function lostCommits({ faults }: World): number {
  const struck = Object.entries(faults.struck()).filter(([kind]) => kind.startsWith('commit '));
  return struck.reduce((sum, [, count]) => sum + count, 0);
}

/** What was spent within `ms`, counted one by one. */
function slidingWindow(what: string, unit: keyof Amount, ms: number, limit: number) {
  const spent: { readonly at: number; readonly amount: number }[] = [];
  let first = 0;
  let total = 0;
  return {
    what,
    limit,
    spend(cost: Amount, at: number): number {
      const amount = cost[unit];
      if (amount === 0) return 0;
      spent.push({ at, amount });
      total += amount;
      for (let oldest = spent[first]; oldest && oldest.at <= at - ms; oldest = spent[first]) {
        total -= oldest.amount;
        first += 1;
      }
      return total;
    },
  };
}

function keyOf(method: string, args: readonly unknown[]): string | null {
  return method === 'perform' ? (args[2] as { key: string }).key : null;
}
