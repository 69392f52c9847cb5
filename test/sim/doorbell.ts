import type { Bell } from '../../src/ports.ts';
import type { BellFault } from './faults/fault-plan.ts';
import type { Random } from './random.ts';
import type { Runner, Scheduler } from './scheduler.ts';

/** Somebody who answers the bell. */
export interface Listener {
  readonly runner: Runner;
  readonly answer: (bell: Bell) => Promise<void>;
}

export interface DoorbellOptions {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly strike: () => BellFault | null;
  readonly listeners: () => readonly Listener[];
}

/**
 * Rings reach any of the workers. Of one bell, one is answered at a time and one more waits (what the queue promises
 * while nobody freezes; nothing may depend on it).
 */
export function createDoorbell({
  scheduler,
  random,
  strike,
  listeners,
}: DoorbellOptions): (bell: Bell) => void {
  const answering = new Map<string, { readonly runner: Runner; again: boolean }>();

  function answer(bell: Bell): void {
    const key = JSON.stringify(bell);
    const busy = answering.get(key);
    if (busy?.runner.alive && busy.runner.frozenUntil <= scheduler.now()) {
      busy.again = true;
      return;
    }
    const awake = listeners().filter(({ runner }) => runner.alive && runner.frozenUntil <= scheduler.now());
    if (awake.length === 0) return;
    const chosen = random.pick(awake);
    const mine = { runner: chosen.runner, again: false };
    answering.set(key, mine);
    void serve();

    async function serve(): Promise<void> {
      await answered(chosen, bell);
      if (answering.get(key) !== mine) return;
      answering.delete(key);
      if (mine.again) answer(bell);
    }
  }

  return (bell) => {
    const ring = (ms: number) => scheduler.after(ms, `rings ${JSON.stringify(bell)}`, () => answer(bell));
    const soon = random.between(1, 40);
    switch (strike()) {
      case null:
        return ring(soon);
      case 'silent':
        return;
      case 'doubled':
        ring(soon);
        return ring(soon + random.between(0, 500));
      case 'late':
        return ring(random.between(5_000, 60_000));
    }
  };
}

/** However it ended: what went wrong is left to the sweeps. */
async function answered({ answer }: Listener, bell: Bell): Promise<void> {
  try {
    await answer(bell);
  } catch {
    // The queue would try again; nothing may depend on that.
  }
}
