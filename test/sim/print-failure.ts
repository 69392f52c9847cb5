import type { SeedResult } from './run-seed.ts';

const LINES = 40;

/** What was broken, what had happened just before, and how to see it again. */
export function printFailure({ seed, violation, tail }: SeedResult): void {
  if (!violation) return;
  const story = tail.slice(-LINES).map((line) => `    ${line.slice(0, 200)}`);
  const lines = [
    `seed ${seed} breaks ${violation.invariant}: ${violation.message}`,
    ...story,
    `  replay: npm run sim -- --seed ${seed}`,
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
}
