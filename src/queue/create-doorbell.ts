import type { LaneId } from '../core/model/ids.ts';
import { assertNever } from '../core/assert-never.ts';
import type { Bell, Doorbell, Log } from '../ports.ts';
import { openQueue, openWorker, type DoorbellPlace } from './backend.ts';
import { bellOfKey, jobKey } from './job-key.ts';
import { ringer } from './ringer.ts';

/** What is done when a bell rings. Each drains what it finds in PostgreSQL; a run for nothing is harmless. */
export interface BellHandlers {
  deliveries(): Promise<void>;
  effects(): Promise<void>;
  lane(id: LaneId): Promise<void>;
}

export interface RunningDoorbell {
  readonly doorbell: Doorbell;
  /** Whether the queue can be rung now; known within a second. */
  answers(): Promise<boolean>;
  /** Begins to answer. A process that only rings (`ROLES=web`) never calls it. */
  start(): Promise<void>;
  /** Lets what runs finish (at most 8 s), then closes every connection. */
  stop(): Promise<void>;
}

/**
 * The doorbell on BullMQ. One queue; a job carries a key. For each key at most one job runs and one waits, over all
 * processes; `traced`: BullMQ shows what it does to whoever traces. A handler that fails is logged, not retried: the sweep comes by within seconds.
 */
export function createDoorbell(
  place: DoorbellPlace,
  log: Log,
  handlers: BellHandlers,
  traced = false,
): RunningDoorbell {
  const queue = openQueue(place, log, traced);
  let worker: { close(): Promise<void> } | null = null;
  let stopped: Promise<unknown> | null = null;
  let silent = false;

  const ring = ringer((key) => queue.add(key), {
    lost(key, error) {
      if (silent) return log.debug({ err: error, key }, 'ring lost');
      silent = true;
      log.warn({ err: error, key }, 'the queue does not answer; sweeps take over until it does');
    },
    works() {
      if (silent) log.info({}, 'the queue answers again');
      silent = false;
    },
  });

  async function answer(key: string): Promise<void> {
    const bell = bellOfKey(key);
    if (bell === null) return log.warn({ key }, 'unknown job in the queue');
    try {
      await handle(bell, handlers);
    } catch (error) {
      log.error({ err: error, bell }, 'handler failed; the next sweep tries again');
    }
  }

  return {
    doorbell: { ring: (bell: Bell) => ring(jobKey(bell)) },
    answers: () => queue.answers(),
    async start() {
      worker ??= openWorker(place, log, answer, traced);
    },
    async stop() {
      await (stopped ??= Promise.allSettled([worker?.close(), queue.close()]));
    },
  };
}

function handle(bell: Bell, handlers: BellHandlers): Promise<void> {
  switch (bell.kind) {
    case 'deliveries':
      return handlers.deliveries();
    case 'effects':
      return handlers.effects();
    case 'lane':
      return handlers.lane(bell.lane);
    default:
      return assertNever(bell);
  }
}
