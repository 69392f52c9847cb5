import { seededRandom } from '../github/seeded-random.ts';

/** Chance that is the same for the same seed. What real processes make of it is not. */
export interface Random {
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T;
  shuffled<T>(items: readonly T[]): T[];
  /** Chance of its own for one part of the program, so that the parts do not shift each other's. */
  fork(): Random;
}

export function createRandom(seed: number): Random {
  const next = seededRandom(seed);
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    between,
    chance: (probability) => next() < probability,
    pick(items) {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new Error('there is nothing to pick from');
      return item;
    },
    shuffled(items) {
      const left = [...items];
      return items.map(() => left.splice(between(0, left.length - 1), 1)).flat();
    },
    fork: () => createRandom(between(1, 2 ** 31)),
  };
}
