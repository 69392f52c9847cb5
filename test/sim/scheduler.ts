import type { Random } from './random.ts';
import type { Trace } from './trace.ts';

/** Somebody whose work is scheduled: a program that can be frozen, or killed. */
export interface Runner {
  readonly name: string;
  alive: boolean;
  /** Nothing of it goes on before this time. */
  frozenUntil: number;
}

/**
 * Simulated time and the choice of who goes on. Whoever is ready may be next, whatever the order in which they became
 * ready; time moves only when nobody is. What belongs to a dead runner is forgotten: its code never goes on.
 */
export interface Scheduler {
  readonly now: () => number;
  /** Ready at once, and on when chosen. */
  readonly turn: (runner: Runner, label: string) => Promise<void>;
  /** Ready after `ms`. */
  readonly sleep: (runner: Runner, ms: number, label: string) => Promise<void>;
  /** Calls `action` after `ms`, as the world's own doing. */
  readonly after: (ms: number, label: string, action: () => void) => void;
  /** Runs until `done`, or until nothing is left to happen. */
  readonly run: (done: () => boolean) => Promise<void>;
}

interface Waiting {
  readonly runner: Runner;
  readonly label: string;
  readonly go: () => void;
}

interface Timer extends Waiting {
  readonly at: number;
  readonly order: number;
}

export function createScheduler(startAt: number, random: Random, trace: Trace): Scheduler {
  let now = startAt;
  let order = 0;
  const ready: Waiting[] = [];
  const timers: Timer[] = [];
  const world: Runner = { name: 'world', alive: true, frozenUntil: 0 };

  function addTimer(at: number, { runner, label, go }: Waiting): void {
    order += 1;
    pushHeap(timers, { runner, label, go, at, order });
  }

  function next(): Waiting | null {
    for (;;) {
      while (ready.length > 0) {
        const index = random.int(ready.length);
        const chosen = ready[index] as Waiting;
        const last = ready.pop() as Waiting;
        if (index < ready.length) ready[index] = last;
        if (!chosen.runner.alive) continue;
        if (chosen.runner.frozenUntil <= now) return chosen;
        addTimer(chosen.runner.frozenUntil, chosen);
      }
      const first = timers[0];
      if (!first) return null;
      now = Math.max(now, first.at);
      while (timers[0] && timers[0].at <= now) ready.push(popHeap(timers));
    }
  }

  return {
    now: () => now,
    turn: (runner, label) => new Promise((go) => ready.push({ runner, label, go })),
    sleep: (runner, ms, label) => new Promise((go) => addTimer(now + ms, { runner, label, go })),
    after: (ms, label, go) => addTimer(now + ms, { runner: world, label, go }),
    async run(done) {
      while (!done()) {
        const chosen = next();
        if (!chosen) return;
        trace.add(now, `${chosen.runner.name} ${chosen.label}`);
        chosen.go();
        await quiet();
      }
    },
  };
}

/**
 * Every promise that can go on without the scheduler has gone on: Node empties the queue of microtasks before it takes a
 * tick. A turn of the event loop would say the same and takes ten times as long.
 */
function quiet(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

function earlier(one: Timer, other: Timer): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

function pushHeap(heap: Timer[], timer: Timer): void {
  let at = heap.push(timer) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as Timer;
    if (earlier(above, timer)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = timer;
}

function popHeap(heap: Timer[]): Timer {
  const first = heap[0] as Timer;
  const last = heap.pop() as Timer;
  if (heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && earlier(heap[child + 1] as Timer, heap[child] as Timer)) child += 1;
    if (earlier(last, heap[child] as Timer)) break;
    heap[at] = heap[child] as Timer;
    at = child;
  }
  heap[at] = last;
  return first;
}
