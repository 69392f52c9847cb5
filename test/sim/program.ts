import { repositoryConfigOf } from './sim-config.ts';
import { handleRepoEvent } from '../../src/usecases/events/handle-repo-event.ts';
import { runLane } from '../../src/usecases/lane/run-lane.ts';
import { drainDeliveries } from '../../src/usecases/work/drain-deliveries.ts';
import { sendEffects } from '../../src/usecases/work/send-effects.ts';
import { sweep } from '../../src/usecases/work/sweep.ts';
import type { Bell, Deps, GitHub, Log, Receiver, Store } from '../../src/ports.ts';
import { REPOSITORY } from './memory-github/create-memory-github.ts';
import type { Random } from './random.ts';
import type { Runner, Scheduler } from './scheduler.ts';
import { isUnknown, olderVersion } from './versions/older-version.ts';
import type { Version } from './versions/rollout.ts';
import type { Payload } from './webhooks.ts';

/** One running worker: what `app.ts` puts together, on simulated ports. */
export interface Program {
  readonly runner: Runner;
  readonly version: Version;
  readonly deps: Deps;
  readonly receiver: Receiver;
  answer(bell: Bell): Promise<void>;
  start(): void;
}

export interface ProgramOptions {
  readonly runner: Runner;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly store: Store;
  readonly github: GitHub;
  readonly log: Log;
  /** How far the program's own clock is off, in milliseconds. */
  readonly skew: () => number;
  readonly newId: () => string;
  readonly payload: (guid: string) => Payload;
  /** Whether the sweeps are on. */
  readonly sweeps: boolean;
  /** The newest unless told. */
  readonly version?: Version;
}

export function createProgram(options: ProgramOptions): Program {
  const { runner, scheduler, random, store, github, log } = options;
  const newest: Deps = {
    store,
    github,
    log,
    clock: { now: () => new Date(scheduler.now() + options.skew()) },
    markdown: {
      plainLines: (body) => body.split('\n').map((text, index) => ({ line: index + 1, text })),
      readable: (text) => ({ text, hidden: [] }),
    },
    configReader: { parse: repositoryConfigOf },
    newId: options.newId,
    stopping: () => false,
  };
  const { version = 'newest' } = options;
  const isOlder = version === 'older';
  const deps = isOlder ? olderVersion(newest) : newest;
  const receiver: Receiver = {
    receive({ guid }) {
      const { event, origin } = options.payload(guid);
      if (isOlder && isUnknown(event)) return Promise.resolve();
      return handleRepoEvent(deps, REPOSITORY, event, origin);
    },
  };
  let alarm = false;

  /** Sends what is due, and comes back for what will be due soon. */
  async function effects(): Promise<void> {
    await sendEffects(deps);
    const next = await store.outbox.nextDue();
    if (next === null || next >= 10_000 || alarm) return;
    alarm = true;
    void comeBack(Math.max(next, 50));
  }

  async function comeBack(ms: number): Promise<void> {
    await scheduler.sleep(runner, ms, 'alarm');
    alarm = false;
    await effects().catch(() => undefined);
  }

  async function sweepForEver(): Promise<void> {
    for (;;) {
      await sweep(deps, receiver).catch(() => undefined);
      await scheduler.sleep(runner, random.between(5_000, 10_000), 'sweeps');
    }
  }

  return {
    runner,
    version,
    deps,
    receiver,
    answer(bell) {
      switch (bell.kind) {
        case 'deliveries':
          return drainDeliveries(deps, receiver);
        case 'effects':
          return effects();
        case 'lane':
          return runLane(deps, bell.lane);
      }
    },
    start() {
      if (options.sweeps) void sweepForEver();
    },
  };
}
