import type { ConfigReader, PlanBoard } from '../../ports.ts';

/** What plans need of the world. */
export interface PlanDeps {
  readonly board: PlanBoard;
  readonly configReader: ConfigReader;
  /** Resolves after `ms`. */
  wait(this: void, ms: number): Promise<void>;
}

/** Whoever looks on while a plan is dealt with. */
export interface Onlooker {
  /** `done` of `total` changes are made. */
  progress(this: void, done: number, total: number): void;
  /** Nothing is asked of GitHub for so long, because its limits or an outage want it so. */
  waiting(this: void, ms: number): void;
}
