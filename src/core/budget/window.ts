import { plus, sum, type Amount } from './amount.ts';

/** What was spent until `end` (ms), and after the slot before it. */
export interface Slot extends Amount {
  readonly end: number;
}

/** Slots of a window that slides, oldest first. A slot counts until all of it has left the window. */
export type Slots = readonly Slot[];

/** A window is kept in this many slots, so it answers up to a sixtieth of itself late, and never early. */
const PARTS = 60;

export function slotMs(windowMs: number): number {
  return Math.max(1, Math.floor(windowMs / PARTS));
}

/** Enters what was spent, at `at` at the latest. */
export function enter(slots: Slots, spent: Amount, at: number, windowMs: number): Slots {
  if (spent.requests === 0) return slots;
  const size = slotMs(windowMs);
  const end = Math.ceil(at / size) * size;
  const last = slots.at(-1);
  // A clock that was set back must not make the past look older than it is.
  if (last && last.end >= end) return [...slots.slice(0, -1), { end: last.end, ...plus(last, spent) }];
  return [...slots, { end, ...spent }];
}

/** Without what left the window by `now`. */
export function current(slots: Slots, now: number, windowMs: number): Slots {
  return slots.filter(({ end }) => end + windowMs > now);
}

export function spentIn(slots: Slots): Amount {
  return sum(slots);
}

/** When `needed` more of one unit will have left the window; null: not all of it is in these slots. */
export function freedAt(slots: Slots, unit: keyof Amount, needed: number, windowMs: number): number | null {
  let freed = 0;
  for (const slot of slots) {
    freed += slot[unit];
    if (freed >= needed) return slot.end + windowMs;
  }
  return null;
}
