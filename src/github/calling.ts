import type { Priority } from '../core/budget/limits.ts';

/** In whose interest requests are made: what every request of one call of a port has in common. */
export interface Calling {
  readonly priority: Priority;
  /** False: the caller has lost the right to what it asked for. */
  readonly stillMine?: (() => boolean) | undefined;
}
