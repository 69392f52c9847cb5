import { Redis } from 'ioredis';
import type { RedisAnswer } from '../core/doctor/facts.ts';

const PATIENCE_MS = 5_000;

/** What a Redis (or what speaks as one) is, and how it keeps what it was given. */
export async function lookAtRedis(url: string): Promise<RedisAnswer> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // Why it could not connect; what a command says is only that there is no connection.
  let cause: unknown = null;
  redis.on('error', (error) => (cause ??= error));
  try {
    await redis.connect();
    const info = await redis.info();
    const appendOnly = fieldOf(info, 'aof_enabled');
    return {
      kind: 'there',
      version: fieldOf(info, 'redis_version') ?? '0',
      policy: fieldOf(info, 'maxmemory_policy'),
      appendOnly: appendOnly === null ? null : appendOnly === '1',
    };
  } catch (error) {
    return { kind: 'away', place: new URL(url).host, why: reason(cause ?? error) };
  } finally {
    redis.disconnect();
  }
}

/** `INFO` is lines of `name:value`. */
function fieldOf(info: string, name: string): string | null {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? null;
}

/** The code says enough where there is one; no sentence of ioredis' holds a password. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
