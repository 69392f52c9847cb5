import type { LaneId } from '../core/model/ids.ts';

/** A transaction could not write because its lane hold is over. The step stops; the next one starts afresh. */
export class LaneLost extends Error {
  override readonly name = 'LaneLost';
}

declare const held: unique symbol;

/** Proof that this step holds the lane. Only `Store.holdLane` makes one. */
export interface LaneHold {
  readonly [held]: true;
  readonly lane: LaneId;
  readonly holder: string;
  readonly fence: number;
  /** When it was taken, by the database's clock: what a step decides by time, it decides by this one. */
  readonly at: Date;
}
