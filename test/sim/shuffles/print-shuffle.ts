import type { JudgedShuffle } from './judge-shuffle.ts';

const WIDTH = 300;

/** Where a shuffle ended otherwise than the history in order, and how to see it again. */
export function printShuffle({ number, missing, surplus, errors }: JudgedShuffle): void {
  const lines = [
    `shuffle ${number} ends otherwise`,
    ...missing.map((line) => `  - ${line.slice(0, WIDTH)}`),
    ...surplus.map((line) => `  + ${line.slice(0, WIDTH)}`),
    ...errors.slice(0, 10).map((line) => `  ! ${line.slice(0, WIDTH)}`),
    `  replay: npm run sim -- --shuffle ${number}`,
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
}
