import { Queue, Worker, createPostgresBackend } from 'bullmq';
import type { QueueOptions, WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import type { Log } from '../ports.ts';

/** Redis when there is one, else PostgreSQL, in a schema `bullmq` of the same database. */
export type DoorbellPlace = { readonly redisUrl: string } | { readonly databaseUrl: string };

const NAME = 'flotilla';

/** Below the 10 s that `docker stop` gives. */
const GRACE_MS = 8_000;

/** After an outage of 20 s back within 2 s; ioredis' own default took 17.6 s. */
const retryStrategy = (attempt: number) => Math.min(attempt * 200, 2_000);

/** For ringing. `add` may hang or fail while the server is away. */
export function openQueue(
  place: DoorbellPlace,
  log: Log,
): { add(key: string): Promise<void>; close(): Promise<void> } {
  const options: Omit<QueueOptions, 'connection'> = {
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
  };
  // With more retries, `add` would wait for as long as Redis is away.
  const redis = 'redisUrl' in place ? connect(place.redisUrl, 1, log) : null;
  const queue = redis
    ? new Queue(NAME, { ...options, connection: redis })
    : new Queue(NAME, { ...options, connection: postgres(place) }, createPostgresBackend);
  queue.on('error', (error: Error) => log.debug({ err: error }, 'queue error'));
  return {
    async add(key) {
      await queue.add(key, {}, { deduplication: { id: key, keepLastIfActive: true } });
    },
    close: () => closeBoth(queue, redis),
  };
}

/** For answering; `answer` is given the key and must not reject. */
export function openWorker(
  place: DoorbellPlace,
  log: Log,
  answer: (key: string) => Promise<void>,
): { close(): Promise<void> } {
  const options: Omit<WorkerOptions, 'connection'> = {
    // Jobs wait for GitHub and PostgreSQL, not for the processor; each lane must find a free place.
    concurrency: 64,
    // A job whose worker was killed runs again within 10 s; the sweep is usually there before.
    lockDuration: 6_000,
    stalledInterval: 3_000,
    // A killed worker is not the job's fault.
    maxStalledCount: 1_000,
    runRetryDelay: 1_000,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  };
  const process = (job: { readonly name: string }) => answer(job.name);
  const redis = 'redisUrl' in place ? connect(place.redisUrl, null, log) : null;
  const worker = redis
    ? new Worker(NAME, process, { ...options, connection: redis })
    : new Worker(NAME, process, { ...options, connection: postgres(place) }, createPostgresBackend);
  worker.on('error', (error: Error) => log.debug({ err: error }, 'queue worker error'));
  return { close: () => closeBoth(worker, redis) };
}

/** BullMQ's own small pool, so that its `search_path` and its LISTEN stay out of the store's connections. */
function postgres(place: DoorbellPlace) {
  if ('redisUrl' in place) throw new Error('asked for PostgreSQL where there is Redis');
  const connectionString = place.databaseUrl;
  return { connectionString, schema: 'bullmq', migrate: true, max: 4, connectionTimeoutMillis: 5_000 };
}

function connect(url: string, maxRetriesPerRequest: number | null, log: Log): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest, retryStrategy });
  redis.on('error', (error) => log.debug({ err: error }, 'queue connection error'));
  return redis;
}

/** Waits `GRACE_MS` for running jobs and for a server that may be gone, then cuts the connection. */
async function closeBoth(it: { close(): Promise<void> }, redis: Redis | null): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, GRACE_MS);
  });
  try {
    await Promise.race([it.close(), late]);
  } finally {
    clearTimeout(timer);
    // BullMQ leaves a connection that was handed to it open.
    redis?.disconnect();
  }
}
