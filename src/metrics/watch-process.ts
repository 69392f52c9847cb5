import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Times are seconds. */
export interface ProcessFacts {
  readonly databaseUp: boolean;
  readonly sockets: number;
  readonly loop: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly cpu: number;
  readonly memory: number;
  readonly startedAt: number;
}

const NANO = 1e9;
const RESOLUTION_MS = 20;

export interface WatchedProcess {
  /** Sockets that are served now; whoever serves them says so. */
  readonly sockets: { set(count: number): void };
  /** Since it was asked before. */
  facts(databaseUp: boolean): ProcessFacts;
  stop(): void;
}

export function watchProcess(): WatchedProcess {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let sockets = 0;
  return {
    sockets: {
      set(count) {
        sockets = count;
      },
    },
    facts(databaseUp) {
      const { user, system } = process.cpuUsage();
      const facts = {
        databaseUp,
        sockets,
        loop: { p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max) },
        cpu: (user + system) / 1e6,
        memory: process.memoryUsage.rss(),
        startedAt: Math.round(performance.timeOrigin) / 1_000,
      };
      delay.reset();
      return facts;
    },
    stop: () => delay.disable(),
  };
}

/** The histogram counts the time between two looks, which should be one resolution. Without any look its figures are odd. */
function late(nanoseconds: number): number {
  if (!Number.isFinite(nanoseconds) || nanoseconds > 3_600 * NANO) return 0;
  return Math.max(0, nanoseconds / NANO - RESOLUTION_MS / 1_000);
}
