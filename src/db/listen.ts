import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Log } from '../ports.ts';

export interface Listener {
  /** False while nothing could be heard. */
  hears(): boolean;
  stop(): Promise<void>;
}

export type Channel = 'flotilla_pauses' | 'flotilla_activity' | 'flotilla_tokens';

export interface OnHearing {
  said(payload: string, channel: string): void;
  /** From now on everything is heard; what was said before may have been missed. */
  hearing?(): void;
  deaf?(): void;
}

const AGAIN_MS = 1_000;

/** Keeps one connection of the pool on channels, and takes another one when it breaks. */
export function listen(pool: pg.Pool, channels: readonly Channel[], log: Log, on: OnHearing): Listener {
  const ending = new AbortController();
  let hearing = false;

  async function hear(): Promise<void> {
    const client = await pool.connect();
    const over = new Promise<void>((resolve) => {
      client.once('error', () => resolve());
      client.once('end', () => resolve());
      // It may have come while the connection was made.
      if (ending.signal.aborted) resolve();
      else ending.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('notification', ({ payload, channel }) => on.said(payload ?? '', channel));
    client.on('error', ignore);
    try {
      for (const channel of channels) await client.query(`listen ${channel}`);
      hearing = true;
      on.hearing?.();
      await over;
    } finally {
      hearing = false;
      on.deaf?.();
      // Not back into the pool: it still listens.
      client.release(true);
    }
  }

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      await hear().catch((error: unknown) => log.debug({ err: error, channels }, 'cannot listen'));
      await pause(AGAIN_MS, undefined, { signal: ending.signal }).catch(ignore);
    }
  }

  const running = run();
  return {
    hears: () => hearing,
    async stop() {
      ending.abort();
      await running;
    },
  };
}

function ignore(): void {}
