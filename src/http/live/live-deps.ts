import type { Pace } from '../../core/live/allowance.ts';
import type { LiveFeed, LiveTickets, Log } from '../../ports.ts';

export interface LiveDeps {
  readonly live: {
    readonly feed: LiveFeed;
    readonly tickets: LiveTickets;
    /** Where its own pages come from, as `https://flotilla.example.com`: they may open sockets, as may those that may ask. */
    readonly origins: readonly string[];
    readonly limits?: Partial<LiveLimits>;
    /** Is told how many sockets there are, whenever that changes. */
    readonly count?: (sockets: number) => void;
  };
  readonly log: Log;
}

export interface LiveLimits {
  /** Sockets of one process. */
  readonly clients: number;
  /** Bytes that wait for one reader before it is read for from the table, at its own speed. */
  readonly bufferedBytes: number;
  /** How long nothing of that may go out. */
  readonly stallMs: number;
  /** A socket that did not answer a ping when the next one is due is dead. */
  readonly pingMs: number;
  /** From the last word to the end of a socket that does not answer it. */
  readonly graceMs: number;
  /** Messages of one client. */
  readonly pace: Pace;
}

export const LIVE_LIMITS: LiveLimits = {
  clients: 4_000,
  bufferedBytes: 256 * 1024,
  stallMs: 15_000,
  pingMs: 30_000,
  graceMs: 2_000,
  pace: { burst: 30, perSecond: 5 },
};

/** A subscribe with every field at its longest takes half of it. */
export const MESSAGE_BYTES = 16 * 1024;
