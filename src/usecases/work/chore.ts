import type { AppDeliveries, Changes, Deps, SweepName, Upkeep } from '../../ports.ts';

export interface ChoreDeps extends Deps {
  readonly appDeliveries: AppDeliveries;
  readonly upkeep: Upkeep;
  readonly changes: Changes;
  /** How long handled deliveries and activity are kept. */
  readonly retentionDays: number;
}

/** Says that the run still lives, before each thing that may take long. Throws `SweepLost`. */
export type KeepChore = () => Promise<void>;

/** Work that nobody rings for, done every so often by one process at a time. */
export interface Chore {
  readonly name: SweepName;
  /** How long one step of it may take; a process that dies loses it only this long. */
  readonly leaseMs: number;
  /** Whether a process that starts does it at once, however recently it was done. */
  readonly atStart: boolean;
  /** Returns in how many milliseconds it is due again. */
  run(deps: ChoreDeps, keep: KeepChore): Promise<number>;
}
