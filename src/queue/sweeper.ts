import { setTimeout } from 'node:timers/promises';
import type { Log } from '../ports.ts';

export interface Sweeper {
  start(): void;
  /** Ends at once, or with the sweep that is under way. */
  stop(): Promise<void>;
}

export interface SweepTimes {
  readonly minMs: number;
  readonly maxMs: number;
  /** 0 (included) to 1. */
  readonly random: () => number;
}

/**
 * Calls `sweep` at start and then every `minMs` to `maxMs` after the last one ended, so never two at once; jittered, so
 * that several processes spread. What rings lose, sweeps find.
 */
export function createSweeper(
  sweep: () => Promise<void>,
  log: Log,
  times: SweepTimes = { minMs: 5_000, maxMs: 10_000, random: Math.random },
): Sweeper {
  const ending = new AbortController();
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        await sweep();
      } catch (error) {
        log.error({ err: error }, 'sweep failed');
      }
      const pause = times.minMs + (times.maxMs - times.minMs) * times.random();
      await setTimeout(pause, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  }

  return {
    start() {
      running ??= run();
    },
    async stop() {
      ending.abort();
      await running;
    },
  };
}
