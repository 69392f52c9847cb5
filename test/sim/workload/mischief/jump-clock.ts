import type { World } from '../../world.ts';

/** A program's own clock is off by up to a minute and a half from now on; the database's is not. */
export function jumpClock({ random, skews }: World): string | null {
  const name = `w${random.int(5)}`;
  skews.set(name, random.between(-90_000, 90_000));
  return `the clock of ${name} jumps`;
}
