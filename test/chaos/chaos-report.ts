import type { OutageName } from './faults/outages.ts';

/** What `--json` prints last. */
export interface ChaosReport {
  readonly kills: number;
  readonly pauses: number;
  readonly violations: number;
  /** Merges on epic branches, counted in git. */
  readonly landings: number;
  /** From a kill to the next delivery handled, entry moved, landing or effect sent, whoever did it. */
  readonly recoveryP99Ms: number;
  readonly recoveryMaxMs: number;
  /** From a kill until somebody went on with what was in anybody's hands then: the lanes, the deliveries, the effects. */
  readonly laneTakeoverP99Ms: number;
  readonly laneTakeoverMaxMs: number;
  readonly deliveryTakeoverP99Ms: number;
  readonly deliveryTakeoverMaxMs: number;
  readonly effectTakeoverP99Ms: number;
  readonly effectTakeoverMaxMs: number;
  /** Of the strikes, each of which kills one or several at once, those at a process with a request on its way. */
  readonly strikes: number;
  readonly atWork: number;
  readonly outages: Readonly<Record<OutageName, number>>;
  readonly landingsWithoutRedis: number;
  readonly redisAwayMs: number;
  readonly repositories: number;
  readonly deliveries: number;
  readonly failedDeliveryAttempts: number;
  /** From the last fault until everything had come to its end. */
  readonly settledMs: number;
  readonly elapsedMs: number;
  readonly seed: number;
}
