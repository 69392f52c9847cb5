import { err, ok, type Result } from './result.ts';

/** A hold reaches at most this many leases ahead: a task that is kept for longer is not being worked on. */
const LEASES_AT_MOST = 6;

/** More than a hold may be extended by: it would last until `asked`, and may until `atMost`. */
export interface TooLong {
  readonly kind: 'too_long';
  readonly asked: Date;
  readonly atMost: Date;
}

/** By how many milliseconds a hold that lasts until `until` is extended; `ms` null: by another whole lease. */
export function extendLease(hold: {
  readonly until: Date;
  readonly now: Date;
  readonly leaseMs: number;
  readonly ms: number | null;
}): Result<number, TooLong> {
  const now = hold.now.getTime();
  const more = hold.ms ?? hold.leaseMs;
  const asked = Math.max(hold.until.getTime(), now) + more;
  const atMost = now + LEASES_AT_MOST * hold.leaseMs;
  return asked <= atMost
    ? ok(more)
    : err({ kind: 'too_long', asked: new Date(asked), atMost: new Date(atMost) });
}
