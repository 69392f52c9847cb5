import { setTimeout } from 'node:timers/promises';
import { Queue, Worker, createPostgresBackend } from 'bullmq';
import type { QueueOptions, WorkerOptions } from 'bullmq';
import { BullMQOtel } from 'bullmq-otel';
import { Redis } from 'ioredis';
import type { Log } from '../ports.ts';

/** Redis when there is one, else PostgreSQL, in a schema `bullmq` of the same database. */
export type DoorbellPlace = { readonly redisUrl: string } | { readonly databaseUrl: string };

const NAME = 'flotilla';

/** Below the 10 s that `docker stop` gives. */
const GRACE_MS = 8_000;

/** How long a queue may take to say that it is there. */
const PATIENCE_MS = 1_000;

/** After an outage of 20 s back within 2 s; ioredis' own default took 17.6 s. */
const retryStrategy = (attempt: number) => Math.min(attempt * 200, 2_000);

/** For ringing. `add` may hang or fail while the server is away. */
export function openQueue(
  place: DoorbellPlace,
  log: Log,
  traced: boolean,
): { add(key: string): Promise<void>; answers(): Promise<boolean>; close(): Promise<void> } {
  const options: Omit<QueueOptions, 'connection'> = {
    ...telemetry(traced),
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
  };
  // With more retries, `add` would wait for as long as Redis is away.
  const connection = 'redisUrl' in place ? connect(place.redisUrl, 1, log) : null;
  const queue = connection
    ? new Queue(NAME, { ...options, connection: connection.redis })
    : new Queue(NAME, { ...options, connection: postgres(place) }, createPostgresBackend);
  queue.on('error', (error: Error) => log.debug({ err: error }, 'queue error'));
  return {
    async add(key) {
      await queue.add(key, {}, { deduplication: { id: key, keepLastIfActive: true } });
    },
    async answers() {
      const ending = new AbortController();
      const counted = queue.getWaitingCount().then(
        () => true,
        () => false,
      );
      const late = pause(PATIENCE_MS, ending.signal).then(() => false);
      return Promise.race([counted, late]).finally(() => ending.abort());
    },
    close: () => closeAll(queue, connection, []),
  };
}

/** For answering; `answer` is given the key and must not reject. */
export function openWorker(
  place: DoorbellPlace,
  log: Log,
  answer: (key: string) => Promise<void>,
  traced: boolean,
): { close(): Promise<void> } {
  const options: Omit<WorkerOptions, 'connection'> = {
    ...telemetry(traced),
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
  const running = new Set<Promise<void>>();
  async function process(job: { readonly name: string }): Promise<void> {
    const run = answer(job.name);
    running.add(run);
    await run.finally(() => running.delete(run));
  }
  const connection = 'redisUrl' in place ? connect(place.redisUrl, null, log) : null;
  const worker = connection
    ? new Worker(NAME, process, { ...options, connection: connection.redis })
    : new Worker(NAME, process, { ...options, connection: postgres(place) }, createPostgresBackend);
  worker.on('error', (error: Error) => log.debug({ err: error }, 'queue worker error'));
  return { close: () => closeAll(worker, connection, running) };
}

/** Whose work a job is goes along with it. */
function telemetry(traced: boolean) {
  return traced ? { telemetry: new BullMQOtel({ tracerName: 'flotilla-queue' }) } : {};
}

/** BullMQ's own small pool, so that its `search_path` and its LISTEN stay out of the store's connections. */
function postgres(place: DoorbellPlace) {
  if ('redisUrl' in place) throw new Error('asked for PostgreSQL where there is Redis');
  const connectionString = place.databaseUrl;
  return { connectionString, schema: 'bullmq', migrate: true, max: 4, connectionTimeoutMillis: 5_000 };
}

interface Connection {
  readonly redis: Redis;
  /** Ends it and every copy of it, whatever state they are in. */
  cut(): void;
}

/**
 * A worker copies its connection for the command that blocks. BullMQ leaves what was handed to it open, and forgets a
 * copy that is reconnecting, which would keep the process alive.
 */
function connect(url: string, maxRetriesPerRequest: number | null, log: Log): Connection {
  const redis = new Redis(url, { maxRetriesPerRequest, retryStrategy });
  const all = [redis];
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (override) => {
    const copy = duplicate(override);
    copy.on('error', (error) => log.debug({ err: error }, 'queue connection error'));
    all.push(copy);
    return copy;
  };
  redis.on('error', (error) => log.debug({ err: error }, 'queue connection error'));
  return { redis, cut: () => all.forEach((one) => one.disconnect()) };
}

/** Takes no new jobs, waits up to `GRACE_MS` for those that run, and then cuts the connections. */
async function closeAll(
  it: { close(force?: boolean): Promise<void> },
  connection: Connection | null,
  running: Iterable<Promise<void>>,
): Promise<void> {
  const ending = new AbortController();
  // Without force BullMQ waits for a Redis that is away; with force it does not wait for jobs, so we do.
  const away = connection !== null && connection.redis.status !== 'ready';
  try {
    if (away) await Promise.race([Promise.all(running), pause(GRACE_MS, ending.signal)]);
    await Promise.race([it.close(away), pause(GRACE_MS, ending.signal)]);
  } finally {
    ending.abort();
    connection?.cut();
  }
}

/** Ends early, and quietly, when it is no longer needed. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
