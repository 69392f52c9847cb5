import { EMPTY_LEDGER, observe, pause, settle, take, type Ledger } from '../core/budget/ledger.ts';
import type { Limits } from '../core/budget/limits.ts';
import { err, ok } from '../core/result.ts';
import type { Budget } from '../ports.ts';

/** A budget for one process alone, where there is no database to share one through. `now` in milliseconds. */
export function createLocalBudget(limits: Limits, now: () => number = () => performance.now()): Budget {
  const ledgers = new Map<number, Ledger>();
  const ledgerOf = (id: number) => ledgers.get(id) ?? EMPTY_LEDGER;
  return {
    async take(id, ask) {
      const taken = take(ledgerOf(id), ask, now(), limits);
      ledgers.set(id, taken.ledger);
      const { answer } = taken;
      if (answer.kind === 'wait') return err({ waitMs: answer.ms });
      return ok({
        done(seen) {
          const settled = settle(ledgerOf(id), answer.lease, ask.cost, now(), limits);
          const next = seen ? observe(settled, { ...seen, resetAt: now() + seen.resetMs }, now()) : settled;
          ledgers.set(id, next);
        },
      });
    },
    async pause(id, ms) {
      ledgers.set(id, pause(ledgerOf(id), now() + ms));
    },
  };
}
