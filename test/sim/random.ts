/** Numbers that depend on the seed alone. */
export interface Random {
  /** 0 (included) to 1. */
  unit(): number;
  /** A whole number from 0 to `below - 1`. */
  int(below: number): number;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** A stream of its own: drawing from it changes nothing here. */
  fork(name: string): Random;
}

/** Mulberry32: 32 bits of state, plenty for choosing what happens next. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function unit(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const int = (below: number) => Math.floor(unit() * below);
  return {
    unit,
    int,
    between: (from, to) => from + int(to - from + 1),
    chance: (probability) => unit() < probability,
    pick<T>(from: readonly T[]): T {
      if (from.length === 0) throw new Error('nothing to pick from');
      return from[int(from.length)] as T;
    },
    fork: (name) => createRandom(hash32(`${seed}:${name}`)),
  };
}

/** FNV-1a, 32 bits. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return hash;
}
