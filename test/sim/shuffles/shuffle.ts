import type { Random } from '../random.ts';

/** One arrival: which event, and whether it is delivered under its first GUID or under another. */
export interface Arrival {
  readonly event: number;
  readonly guid: string;
}

const LOST = 0.3;
const DOUBLED = 0.2;

/** The deliveries of `events` events in the order in which they happened, each once. */
export function inOrder(events: number): readonly Arrival[] {
  return Array.from({ length: events }, (_, event) => ({ event, guid: `g${event}` }));
}

/** A fifth comes twice, some of it under a new GUID; then 30 % of everything is lost, and the rest comes in any order. */
export function shuffle(events: number, random: Random): readonly Arrival[] {
  const all = inOrder(events).flatMap((arrival) => {
    if (!random.chance(DOUBLED)) return [arrival];
    return [arrival, random.chance(0.5) ? arrival : { ...arrival, guid: `${arrival.guid}b` }];
  });
  return mixed(all, random).slice(0, Math.round(all.length * (1 - LOST)));
}

function mixed<T>(all: readonly T[], random: Random): T[] {
  const order = [...all];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = random.int(at + 1);
    [order[at], order[other]] = [order[other] as T, order[at] as T];
  }
  return order;
}
