import type { Ask } from '../core/budget/ledger.ts';
import type { Result } from '../core/result.ts';

/** What each installation may ask of GitHub, all processes together: three quarters of GitHub's limits. */
export interface Budget {
  /** A permit for one request, or how long there will be none. */
  take(installationId: number, ask: Ask): Promise<Result<Permit, { readonly waitMs: number }>>;
  /** GitHub wants to be left alone for `ms`. Resolves when every process is told. */
  pause(installationId: number, ms: number): Promise<void>;
}

export interface Permit {
  /** The request was answered, or given up. `seen`: what the answer says of the hourly budget. */
  done(seen: RateSeen | null): void;
}

export interface RateSeen {
  readonly limit: number;
  readonly used: number;
  /** Until the hour begins anew. */
  readonly resetMs: number;
}
