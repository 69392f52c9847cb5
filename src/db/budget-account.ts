import type pg from 'pg';
import { observe, pause, settle, take, type Ask, type Ledger } from '../core/budget/ledger.ts';
import type { Limits } from '../core/budget/limits.ts';
import {
  begin,
  closed,
  end,
  isOver,
  newLease,
  payingLease,
  type HeldLease,
  type Purse,
} from '../core/budget/purse.ts';
import { slotMs } from '../core/budget/window.ts';
import { err, ok } from '../core/result.ts';
import type { Budget, Log, Permit, RateSeen } from '../ports.ts';
import { changeLedger, type Change } from './ledgers.ts';

export interface BudgetAccount {
  take(ask: Ask): ReturnType<Budget['take']>;
  pause(ms: number): Promise<void>;
  /** Some process was told to wait: nothing goes out for `ms`, whatever was taken before. */
  hush(ms: number): void;
  /** Nothing more is paid out of what was taken before. */
  closePurse(): void;
  /** Gives back what is not under way. */
  close(): Promise<void>;
}

interface Bank {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly limits: Limits;
  /** Whether word of a pause would reach this process. */
  hears(): boolean;
}

/** One installation's part of this process. Takers follow each other: the first one's lease mostly pays for the next. */
export function budgetAccount(bank: Bank, id: number): BudgetAccount {
  const { pool, log, limits } = bank;
  /** By priority and kind of call: until when there is no use in asking. Times are of the process's steady clock. */
  const refused = new Map<string, number>();
  let purse: Purse = [];
  let pausedUntil = 0;
  let seen: (RateSeen & { readonly at: number }) | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let tidying: NodeJS.Timeout | null = null;
  let closing = false;

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work);
    turn = result.catch(ignore);
    return result;
  }

  function hush(ms: number): void {
    pausedUntil = Math.max(pausedUntil, performance.now() + ms);
    purse = closed(purse);
  }

  /** Changes the ledger, and on the way accounts for what is over. */
  async function change<T>(what: (ledger: Ledger, now: number) => Change<T>): Promise<T> {
    const steady = performance.now();
    const over = purse.filter((held) => isOver(held, steady));
    const news = seen;
    purse = purse.filter((held) => !over.includes(held));
    seen = null;
    try {
      return await changeLedger(pool, log, id, (ledger, now) => {
        const settled = over.reduce(
          (next, held) => settle(next, held.lease, held.spent, now, limits),
          ledger,
        );
        const resetAt = news ? now + news.resetMs - (steady - news.at) : 0;
        return what(news ? observe(settled, { ...news, resetAt }, now) : settled, now);
      });
    } catch (error) {
      // To settle a lease again is harmless: the second time it is not there.
      purse = [...purse, ...over];
      seen ??= news;
      throw error;
    }
  }

  /** Something that pays for the call, or how long to wait. */
  async function leaseFor(ask: Ask): Promise<HeldLease | number> {
    const asked = performance.now();
    const kind = `${ask.priority} ${ask.cost.content}`;
    const waitUntil = Math.max(pausedUntil, refused.get(kind) ?? 0);
    if (waitUntil > asked) return waitUntil - asked;
    const paying = payingLease(purse, ask, asked);
    if (paying) return paying;

    const answer = await change((ledger, now) => take(ledger, ask, now, limits));
    const answered = performance.now();
    if (answer.kind === 'wait' && answer.why === 'paused') hush(answer.ms);
    // Others give back what they do not need, so a long wait is not believed for long.
    else if (answer.kind === 'wait') {
      refused.set(kind, answered + Math.min(answer.ms, slotMs(limits.minuteMs)));
    }
    if (answer.kind === 'wait') return answer.ms;
    // From the question on: the database counts from later.
    const usable = bank.hears() && pausedUntil <= answered ? asked + limits.leaseMs : -Infinity;
    const held = newLease(answer.lease, answer.amount, ask.priority, usable);
    purse = [...purse, held];
    tidyLater();
    return pausedUntil > answered ? pausedUntil - answered : held;
  }

  function permit(lease: number): Permit {
    let open = true;
    return {
      done(news) {
        if (!open) return;
        open = false;
        purse = end(purse, lease);
        if (news && (!seen || seen.used / seen.limit <= news.used / news.limit)) {
          seen = { ...news, at: performance.now() };
        }
        // Others spend too. What was taken while there seemed to be plenty is not spent on top of that.
        if (news && news.used >= news.limit * limits.ofLimit) purse = closed(purse);
        tidyLater();
      },
    };
  }

  function tidyLater(): void {
    if (tidying || closing) return;
    tidying = setTimeout(() => {
      tidying = null;
      inTurn(tidy).catch((error: unknown) =>
        log.debug({ err: error, installation: id }, 'could not give back a part of the budget'),
      );
    }, limits.leaseMs);
    tidying.unref();
  }

  async function tidy(): Promise<void> {
    const now = performance.now();
    if (purse.some((held) => isOver(held, now))) await change((ledger) => ({ ledger, answer: null }));
    // What is under way says so itself when it ends.
    if (purse.some((held) => held.underWay === 0)) tidyLater();
  }

  return {
    take: (ask) =>
      inTurn(async () => {
        const held = await leaseFor(ask);
        if (typeof held === 'number') return err({ waitMs: Math.ceil(held) });
        purse = begin(purse, held.lease, ask.cost);
        return ok(permit(held.lease));
      }),
    pause(ms) {
      hush(ms);
      return inTurn(() =>
        change((ledger, now) => ({ ledger: pause(ledger, now + ms), answer: undefined, tell: ms })),
      );
    },
    hush,
    closePurse() {
      purse = closed(purse);
    },
    close() {
      closing = true;
      if (tidying) clearTimeout(tidying);
      purse = closed(purse);
      return inTurn(tidy);
    },
  };
}

function ignore(): void {}
