import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from '../start-stage.ts';

/** BullMQ's `drainDelay` is 5 s: before 6.7.0 a Redis that was away for longer stopped workers for good. */
const THREE_DRAIN_DELAYS_S = 16;

type Outage = (stage: Stage) => Promise<void>;

/** What is done to the servers behind the processes. */
export const OUTAGES = {
  async backendsTerminated({ pool }) {
    await pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and random() < 0.7`,
    );
  },
  postgresRestarted: ({ postgres }) => postgres.restart(),
  postgresCrashed: ({ postgres }) => postgres.crash(),
  async redisKilled({ redis }) {
    await redis.goAway();
    await redis.comeBack();
  },
  redisFlushed: ({ redis }) => redis.flush(),
  async redisAbsent({ redis, random, signal }) {
    await redis.goAway();
    await pause(random.between(THREE_DRAIN_DELAYS_S, 25) * 1_000, undefined, { signal });
    await redis.comeBack();
  },
} as const satisfies Readonly<Record<string, Outage>>;

export type OutageName = keyof typeof OUTAGES;

const NAMES = Object.keys(OUTAGES) as readonly OutageName[];

/** One outage after the other, each once before any comes again, until `over` and every one has happened. */
export async function breakServers(
  stage: Stage,
  over: () => boolean,
  count: Record<OutageName, number>,
): Promise<void> {
  const random = stage.random.fork();
  // A Redis that is lost is not given back.
  const names = stage.options.redis === 'lost' ? NAMES.filter((name) => !name.startsWith('redis')) : NAMES;
  for (let round = 1; round === 1 || !over(); round += 1) {
    for (const name of random.shuffled(names)) {
      if (round > 1 && over()) return;
      await pause(random.between(2, round === 1 ? 5 : 15) * 1_000, undefined, { signal: stage.signal });
      await OUTAGES[name](stage);
      count[name] += 1;
    }
  }
}

export function noOutages(): Record<OutageName, number> {
  return {
    backendsTerminated: 0,
    postgresRestarted: 0,
    postgresCrashed: 0,
    redisKilled: 0,
    redisFlushed: 0,
    redisAbsent: 0,
  };
}
