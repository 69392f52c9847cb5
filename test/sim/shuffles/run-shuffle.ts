import type { Delivery } from '../../../src/ports.ts';
import { createRandom, type Random } from '../random.ts';
import { createYard, type Yard } from './create-yard.ts';
import { digest } from './digest.ts';
import { makeHistory } from './history.ts';
import { settle } from './settle.ts';
import { inOrder, shuffle, type Arrival } from './shuffle.ts';

/** So many arrive together; a doubled one may come when its first is handled already. */
const AT_ONCE = 40;
const EMPTY = Buffer.alloc(0);

export interface ShuffleResult {
  readonly events: number;
  readonly arrived: number;
  /** What is true in the end, one fact a line. */
  readonly end: readonly string[];
  readonly errors: readonly string[];
}

/** The history as one of its shuffles; 0: in order, each event once, none lost. The number decides everything. */
export async function runShuffle(number: number): Promise<ShuffleResult> {
  const random = createRandom(number);
  const yard = await createYard();
  await makeHistory(yard);
  yard.mix(random.fork('schedule'));
  const events = yard.sent.length;
  const arrivals = number === 0 ? inOrder(events) : shuffle(events, random);
  await yard.during(async () => {
    await deliver(yard, arrivals, random);
    await settle(yard);
  });
  return { events, arrived: arrivals.length, end: digest(yard), errors: yard.errors };
}

async function deliver(yard: Yard, arrivals: readonly Arrival[], random: Random): Promise<void> {
  const { scheduler, program, arriving, sent } = yard;
  for (let from = 0; from < arrivals.length; from += AT_ONCE) {
    const deliveries = arrivals.slice(from, from + AT_ONCE).map(({ event, guid }): Delivery => {
      const payload = sent[event];
      if (!payload) throw new Error(`there is no event ${event}`);
      arriving.set(guid, { ...payload, origin: { ...payload.origin, delivery: guid } });
      return { guid, event: payload.event.kind, installationId: 1, body: EMPTY };
    });
    await program.deps.store.inbox.store(deliveries);
    await yard.sweep();
    await scheduler.sleep(program.runner, random.between(100, 10_000), 'the next deliveries');
  }
}
