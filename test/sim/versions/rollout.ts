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

const MIXED_SEEDS = 1 / 3;

/** A rollout that takes as long as the run, forth and back, in a third of the seeds. */
export function createRollout(random: Random): Rollout {
  let isOn = random.chance(MIXED_SEEDS);
  return {
    next: () => (isOn && random.chance(0.5) ? 'older' : 'newest'),
    asksForNewest: () => isOn && random.chance(0.5),
    end() {
      isOn = false;
    },
  };
}
