import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Bell, Log } from '../ports.ts';
import { rows } from './sql.ts';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const ATTEMPTS = 5;
/** Milliseconds, times a random share and the attempt. */
const BACKOFF_MS = 50;

export interface TransactionOptions {
  readonly ring: (bell: Bell) => Promise<void>;
  readonly log: Log;
  /** Of what that which is wanted now is a part (`traceparent`); absent: nobody traces. */
  readonly trace?: () => string | null;
}

/**
 * Runs `work` between begin and commit and rolls back when it throws. What Postgres gave up for the sake of others
 * (serialization failure, deadlock) is run afresh, 5 times at most. Rings go out once each, after the commit.
 */
export async function runTransaction<T>(
  pool: pg.Pool,
  options: TransactionOptions,
  work: (client: pg.PoolClient, ring: (bell: Bell) => void) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const bells = new Map<string, Bell>();
    try {
      const result = await withClient(pool, options.log, (client) =>
        betweenBeginAndCommit(client, () => work(client, (bell) => bells.set(JSON.stringify(bell), bell))),
      );
      await Promise.all([...bells.values()].map((bell) => ringSafely(options, bell)));
      return result;
    } catch (error) {
      if (attempt >= ATTEMPTS || !isWorthAnotherRun(error)) throw error;
      // Whoever won has yet to wake up: without a pause, the rows may be taken again before it does, and both be stuck anew.
      await pause(BACKOFF_MS * attempt * (0.5 + Math.random() / 2));
    }
  }
}

/** Lends a client. One whose connection broke, or that could not roll back, is thrown away. */
async function withClient<T>(
  pool: pg.Pool,
  log: Log,
  use: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | null = null;
  // A lent client has no listener of the pool's: without this one, a lost connection would end the process.
  const onError = (error: Error): void => {
    broken = error;
    log.warn({ err: error }, 'lost a database connection');
  };
  client.on('error', onError);
  try {
    return await use(client);
  } catch (error) {
    if (error instanceof RollbackFailed) {
      broken = error;
      throw error.cause;
    }
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken ?? undefined);
  }
}

async function betweenBeginAndCommit<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  try {
    await rows(client, 'begin', []);
    const result = await work();
    await rows(client, 'commit', []);
    return result;
  } catch (error) {
    try {
      await rows(client, 'rollback', []);
    } catch {
      throw new RollbackFailed('could not roll back', { cause: error });
    }
    throw error;
  }
}

class RollbackFailed extends Error {
  override readonly name = 'RollbackFailed';
}

async function ringSafely(options: TransactionOptions, bell: Bell): Promise<void> {
  try {
    await options.ring(bell);
  } catch (error) {
    options.log.warn({ err: error, bell }, 'could not ring after a commit');
  }
}

function isWorthAnotherRun(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === SERIALIZATION_FAILURE || error.code === DEADLOCK_DETECTED;
}
