import type { Amount } from './amount.ts';

/** What one installation may ask of GitHub, all processes together. */
export interface Limits {
  readonly minuteMs: number;
  readonly hourMs: number;
  readonly contentPerMinute: number;
  readonly contentPerHour: number;
  readonly pointsPerMinute: number;
  /** Where GitHub's answers name another limit, `ofLimit` of that one holds. */
  readonly requestsPerHour: number;
  readonly ofLimit: number;
  readonly concurrent: number;
  /** How long a process may spend what it took without asking again. */
  readonly leaseMs: number;
  /** How long after that its last call may still be under way: the timeout of a call, and a little. */
  readonly graceMs: number;
}

/** Three quarters of what GitHub publishes (docs, "Rate limits for the REST API"): 80, 500, 900, 5,000 and 100. */
export const LIMITS: Limits = {
  minuteMs: 60_000,
  hourMs: 3_600_000,
  contentPerMinute: 60,
  contentPerHour: 375,
  pointsPerMinute: 675,
  requestsPerHour: 3_750,
  ofLimit: 0.75,
  concurrent: 75,
  leaseMs: 1_000,
  graceMs: 12_000,
};

/**
 * How much of each limit a call may use up, by what it is for: the least important is the first to wait, and the last
 * fifth is kept for landings.
 */
export const SHARE = {
  background: 0.4,
  label: 0.5,
  status: 0.6,
  comment: 0.7,
  check: 0.8,
  handling: 0.8,
  landing: 1,
} as const satisfies Readonly<Record<string, number>>;

export type Priority = keyof typeof SHARE;

export const READ: Amount = { content: 0, points: 1, requests: 1 };
/** A write that creates nothing: an edit, a deletion, a label. */
export const CHANGE: Amount = { content: 0, points: 5, requests: 1 };
export const CREATION: Amount = { content: 1, points: 5, requests: 1 };
