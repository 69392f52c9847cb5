import type { Left } from '../core/budget/ledger.ts';
import type { EjectReason } from '../core/model/lane.ts';

/** What the tables say of the whole installation, so that every process says the same. Times are seconds. */
export interface Measurements {
  /** `lag`: since when the oldest waits. */
  readonly deliveries: { readonly pending: number; readonly dead: number; readonly lag: number };
  /** `lag`: for how long the first one should have been sent. */
  readonly effects: { readonly waiting: number; readonly dead: number; readonly lag: number };
  /** `made` and `lapsed` only grow. */
  readonly claims: { readonly active: number; readonly made: number; readonly lapsed: number };
  /** Of projects at work. `age`: since when the oldest entry is in it. */
  readonly lanes: {
    readonly open: number;
    readonly paused: number;
    readonly entries: number;
    readonly age: number;
    /** Those with most in them. */
    readonly longest: readonly {
      readonly repository: string;
      readonly branch: string;
      readonly entries: number;
      readonly age: number;
    }[];
  };
  readonly landings: number;
  readonly ejections: readonly { readonly reason: EjectReason; readonly count: number }[];
  /** Of what landed within a day: how long its candidate was tested. Null: nothing landed. */
  readonly gates: { readonly p50: number; readonly p95: number } | null;
  /** Of installations at work; those with least left. */
  readonly budgets: readonly (Left & { readonly installation: number })[];
}
