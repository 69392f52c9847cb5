import { fits, minus, NOTHING, plus, type Amount } from './amount.ts';
import type { Ask } from './ledger.ts';
import { SHARE, type Priority } from './limits.ts';

/** A lease in the hands of the process that took it. Times are milliseconds of that process's own steady clock. */
export interface HeldLease {
  readonly lease: number;
  readonly granted: Amount;
  readonly priority: Priority;
  readonly spent: Amount;
  readonly underWay: number;
  readonly usableUntil: number;
}

export type Purse = readonly HeldLease[];

/** The lease that pays for a call now: one taken for something at most as important. Null: ask for more. */
export function payingLease(purse: Purse, { cost, priority }: Ask, now: number): HeldLease | null {
  const pays = (held: HeldLease) =>
    held.usableUntil > now &&
    SHARE[held.priority] <= SHARE[priority] &&
    fits(cost, minus(held.granted, held.spent));
  return purse.find(pays) ?? null;
}

/** The call that `cost` goes out. */
export function begin(purse: Purse, lease: number, cost: Amount): Purse {
  return change(purse, lease, (held) => ({
    ...held,
    spent: plus(held.spent, cost),
    underWay: held.underWay + 1,
  }));
}

/** A call of this lease was answered, or never will be. */
export function end(purse: Purse, lease: number): Purse {
  return change(purse, lease, (held) => ({ ...held, underWay: held.underWay - 1 }));
}

/** Whether all is known that will ever be known of it, so that it can be accounted for. */
export function isOver(held: HeldLease, now: number): boolean {
  const empty = minus(held.granted, held.spent).requests === 0;
  return held.underWay === 0 && (empty || held.usableUntil <= now);
}

/** After word that changes everything: nothing more is paid out of what was taken before. */
export function closed(purse: Purse): Purse {
  return purse.map((held) => ({ ...held, usableUntil: -Infinity }));
}

export function newLease(lease: number, granted: Amount, priority: Priority, usableUntil: number): HeldLease {
  return { lease, granted, priority, spent: NOTHING, underWay: 0, usableUntil };
}

function change(purse: Purse, lease: number, to: (held: HeldLease) => HeldLease): Purse {
  return purse.map((held) => (held.lease === lease ? to(held) : held));
}
