import type { Random } from '../random.ts';

export type Version = 'older' | 'newest';

/** Which version of the program a worker is started as. */
export interface Rollout {
  next(): Version;
  /** Whether the next configuration has something in it that only the newest version knows. */
  asksForNewest(): boolean;
  /** From now on everything that starts is the newest. */
  end(): void;
}

/** A rollout that takes as long as the run, forth and back; or none at all. */
export function createRollout(random: Random, isAny: boolean): Rollout {
  let isOn = isAny;
  return {
    next: () => (isOn && random.chance(0.5) ? 'older' : 'newest'),
    asksForNewest: () => isOn && random.chance(0.5),
    end() {
      isOn = false;
    },
  };
}
