import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Bell, Log } from '../../src/ports.ts';
import type { DoorbellPlace } from '../../src/queue/backend.ts';
import { createDoorbell, type BellHandlers, type RunningDoorbell } from '../../src/queue/create-doorbell.ts';
import { bellOfKey } from '../../src/queue/job-key.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { startRedis } from '../support/redis.ts';
import { silentLog } from '../support/silent-log.ts';

const DELIVERIES: Bell = { kind: 'deliveries' };
const CHILD = fileURLToPath(new URL('doorbell-child.ts', import.meta.url));
const redisUrl = inject('redisUrl');

/** What the tests of one file opened; closed after each, also after a failure. */
let closing: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  closing = [];
});
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
});

function open(
  place: DoorbellPlace,
  handlers: Partial<BellHandlers> = {},
  log: Log = silentLog,
): RunningDoorbell {
  const nothing = async () => {};
  const bell = createDoorbell(place, log, {
    deliveries: nothing,
    effects: nothing,
    lane: nothing,
    ...handlers,
  });
  closing.push(() => bell.stop());
  return bell;
}

/** A handler that counts, and stays in each run until it is let go. */
function held() {
  let runs = 0;
  let inside = 0;
  let most = 0;
  let letGo = () => {};
  const free = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  async function handler() {
    runs += 1;
    inside += 1;
    most = Math.max(most, inside);
    await free;
    inside -= 1;
  }
  return { handler, letGo, runs: () => runs, inside: () => inside, most: () => most };
}

function lane(id: number): Bell {
  const bell = bellOfKey(`lane-${id}`);
  if (bell === null) throw new Error(`${id} is no lane`);
  return bell;
}

const SOON = { timeout: 25_000, interval: 10 };

const backends = [
  {
    name: 'on PostgreSQL',
    skip: false,
    place: async (): Promise<DoorbellPlace> => {
      const database: TestDatabase = await createDatabase();
      closing.push(() => database.drop());
      return { databaseUrl: database.url };
    },
  },
  {
    name: 'on Redis (needs TEST_REDIS_URL)',
    skip: redisUrl === null,
    place: async (): Promise<DoorbellPlace> => {
      const url = new URL(redisUrl ?? '');
      // Tests share the server, not the queue.
      const client = new Redis(url.href);
      await client.flushdb();
      client.disconnect();
      return { redisUrl: url.href };
    },
  },
];

describe.each(backends)('the doorbell $name', ({ skip, place }) => {
  it.skipIf(skip)('wakes the handler of its bell', async () => {
    const heard: string[] = [];
    const bell = open(await place(), {
      deliveries: async () => void heard.push('deliveries'),
      effects: async () => void heard.push('effects'),
      lane: async (id) => void heard.push(`lane ${id}`),
    });
    await bell.start();

    await bell.doorbell.ring(DELIVERIES);
    await bell.doorbell.ring({ kind: 'effects' });
    await bell.doorbell.ring(lane(7));

    await expect.poll(() => heard.toSorted(), SOON).toEqual(['deliveries', 'effects', 'lane 7']);
  });

  it.skipIf(skip)('answers a burst during a run with one more run', async () => {
    const work = held();
    const bell = open(await place(), { deliveries: work.handler });
    await bell.start();
    await bell.doorbell.ring(DELIVERIES);
    await expect.poll(work.inside, SOON).toEqual(1);

    for (let wave = 0; wave < 5; wave += 1) {
      await Promise.all(Array.from({ length: 20 }, () => bell.doorbell.ring(DELIVERIES)));
    }
    work.letGo();

    await expect.poll(work.runs, SOON).toEqual(2);
    // A third run would have come before this later ring is answered.
    await expect.poll(work.inside, SOON).toEqual(0);
    await bell.doorbell.ring(DELIVERIES);
    await expect.poll(work.runs, SOON).toEqual(3);
    expect(work.most()).toBe(1);
  });

  it.skipIf(skip)('steps different lanes side by side and one lane one at a time', async () => {
    const work = new Map([1, 2, 3].map((id) => [id, held()]));
    const bell = open(await place(), { lane: (id) => work.get(id)?.handler() ?? Promise.resolve() });
    await bell.start();

    await Promise.all([1, 2, 3, 1, 2, 3].map((id) => bell.doorbell.ring(lane(id))));
    await expect.poll(() => [...work.values()].map((one) => one.inside()), SOON).toEqual([1, 1, 1]);

    for (const one of work.values()) one.letGo();
    await expect.poll(() => [...work.values()].map((one) => one.inside()), SOON).toEqual([0, 0, 0]);
    expect([...work.values()].map((one) => one.most())).toEqual([1, 1, 1]);
  });

  it.skipIf(skip)('is shared by a process that rings and one that answers', async () => {
    const shared = await place();
    let runs = 0;
    const web = open(shared);
    const worker = open(shared, {
      deliveries: async () => {
        runs += 1;
      },
    });

    // Nobody answers yet: the ring waits in the queue.
    await web.doorbell.ring(DELIVERIES);
    await worker.start();

    await expect.poll(() => runs > 0, SOON).toEqual(true);
  });

  it.skipIf(skip)('goes on after a handler failed', async () => {
    const errors: string[] = [];
    const log: Log = { ...silentLog, error: (_data, message) => errors.push(message), child: () => log };
    let runs = 0;
    const bell = open(
      await place(),
      {
        async effects() {
          runs += 1;
          if (runs === 1) throw new Error('GitHub is away');
        },
      },
      log,
    );
    await bell.start();

    await bell.doorbell.ring({ kind: 'effects' });
    await expect.poll(() => errors, SOON).toEqual(['handler failed; the next sweep tries again']);
    await bell.doorbell.ring({ kind: 'effects' });
    await expect.poll(() => runs, SOON).toEqual(2);
  });

  it.skipIf(skip)(
    'lets what runs finish before it stops, and leaves the rest to the next process',
    async () => {
      const shared = await place();
      const work = held();
      const first = open(shared, { deliveries: work.handler });
      await first.start();
      await first.doorbell.ring(DELIVERIES);
      await expect.poll(work.inside, SOON).toEqual(1);
      await first.doorbell.ring(DELIVERIES);

      const stopped = first.stop();
      work.letGo();
      await stopped;
      expect(work.inside()).toBe(0);

      let later = 0;
      const second = open(shared, {
        deliveries: async () => {
          later += 1;
        },
      });
      await second.start();
      await expect.poll(() => later + work.runs() > 1, SOON).toEqual(true);
    },
  );

  it.skipIf(skip)('hears the next ring although the process that was answering was killed', async () => {
    const shared = await place();
    const child = spawn(process.execPath, ['--import', 'tsx', CHILD, JSON.stringify(shared)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    closing.push(async () => child.kill('SIGKILL'));
    let runs = 0;
    const bell = open(shared, {
      deliveries: async () => {
        runs += 1;
      },
    });
    await bell.doorbell.ring(DELIVERIES);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await bell.start();

    await bell.doorbell.ring(DELIVERIES);

    await expect.poll(() => runs > 0, SOON).toEqual(true);
  });
});

describe('a doorbell whose server is away', () => {
  it('returns from a ring within about a second, and warns once', async () => {
    const warnings: string[] = [];
    const log: Log = { ...silentLog, warn: (_data, message) => warnings.push(message), child: () => log };
    // Nothing listens on the discard port of this machine.
    for (const place of [
      { redisUrl: 'redis://127.0.0.1:9' },
      { databaseUrl: 'postgres://x:y@127.0.0.1:9/z' },
    ]) {
      warnings.length = 0;
      const bell = open(place, {}, log);
      const began = performance.now();
      await bell.doorbell.ring(DELIVERIES);
      expect(performance.now() - began).toBeLessThan(1_800);
      await Promise.all(Array.from({ length: 50 }, () => bell.doorbell.ring(DELIVERIES)));
      expect(performance.now() - began).toBeLessThan(3_500);
      expect(warnings).toEqual(['the queue does not answer; sweeps take over until it does']);
    }
  });

  it('works again after PostgreSQL cut every connection', async () => {
    const database = await createDatabase();
    closing.push(() => database.drop());
    let runs = 0;
    const bell = open(
      { databaseUrl: database.url },
      {
        deliveries: async () => {
          runs += 1;
        },
      },
    );
    await bell.start();
    await bell.doorbell.ring(DELIVERIES);
    await expect.poll(() => runs, SOON).toEqual(1);

    await database.pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );

    await expect(ringUntil(bell, () => runs > 1)).resolves.toBeUndefined();
  });

  const noServer = spawnSync('redis-server', ['--version']).status !== 0;
  it.skipIf(noServer)(
    'works again after Redis was emptied, and after it was killed (needs TEST_REDIS_URL)',
    async () => {
      const redis = await startRedis();
      closing.push(() => redis.stop());
      let runs = 0;
      const bell = open(
        { redisUrl: redis.url },
        {
          deliveries: async () => {
            runs += 1;
          },
        },
      );
      await bell.start();
      await bell.doorbell.ring(DELIVERIES);
      await expect.poll(() => runs, SOON).toEqual(1);

      const client = new Redis(redis.url);
      await client.flushall();
      client.disconnect();
      await expect(ringUntil(bell, () => runs > 1)).resolves.toBeUndefined();

      const before = runs;
      await redis.stop();
      const began = performance.now();
      await bell.doorbell.ring(DELIVERIES);
      expect(performance.now() - began).toBeLessThan(1_800);
      const again = await startRedis(redis.port);
      closing.push(() => again.stop());
      await expect(ringUntil(bell, () => runs > before)).resolves.toBeUndefined();
    },
  );
});

/** Rings as sweeps and deliveries would, until it was heard. */
async function ringUntil(bell: RunningDoorbell, heard: () => boolean): Promise<void> {
  await expect
    .poll(
      async () => {
        await bell.doorbell.ring(DELIVERIES);
        return heard();
      },
      { timeout: 20_000, interval: 100 },
    )
    .toBe(true);
}
