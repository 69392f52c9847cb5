import type { BrokenPoint } from './point-process.ts';

const LINES = 40;

/** What was broken, what had happened just before, and how to see it again. */
export function printPoint({ scenario, at, fault, call, violation, tail }: BrokenPoint): void {
  const where = fault === null ? 'without a fault' : `${fault} at call ${at} (${call})`;
  const replay =
    fault === null ? `--scenario ${scenario}` : `--scenario ${scenario} --at ${at} --fault ${fault}`;
  const lines = [
    `${scenario}, ${where}, breaks ${violation.invariant}: ${violation.message}`,
    ...tail.slice(-LINES).map((line) => `    ${line.slice(0, 200)}`),
    `  replay: npm run sim -- --exhaustive ${replay}`,
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
}
