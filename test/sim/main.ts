import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { replayPoint } from './exhaustive/replay-point.ts';
import { runExhaustive } from './exhaustive/run-exhaustive.ts';
import { hasInlineMutant, runMutants } from './mutants/run-mutants.ts';
import { printFailure } from './print-failure.ts';
import { runSeed } from './run-seed.ts';
import { runSeeds } from './run-seeds.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    print: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
    jobs: { type: 'string' },
    exhaustive: { type: 'boolean', default: false },
    scenario: { type: 'string' },
    at: { type: 'string' },
    fault: { type: 'string' },
  },
});
const jobs = Number(values.jobs ?? Math.min(availableParallelism(), 4));

process.exitCode = await chosen();

function chosen(): Promise<number> {
  if (values.exhaustive) return exhaustive();
  if (values.mutants) return mutants();
  return values.seeds === undefined ? one() : many();
}

/** One seed with its story: what a failing one prints, and how it is looked into. */
async function one(): Promise<number> {
  const result = await runSeed(Number(values.seed ?? 1), { print: values.print });
  if (result.violation) printFailure(result);
  const { tail: _, errors: __, ...told } = result;
  process.stdout.write(`${JSON.stringify(told)}\n`);
  return result.violation ? 1 : 0;
}

async function many(): Promise<number> {
  const total = await runSeeds({ from: Number(values.seed ?? 1), count: Number(values.seeds), jobs });
  for (const failure of total.failures) printFailure(failure);
  const { failures, ...figures } = total;
  const shown = { ...figures, violations: failures.length };
  process.stdout.write(values.json ? `${JSON.stringify(shown)}\n` : `${table(shown)}\n`);
  return failures.length > 0 ? 1 : 0;
}

async function mutants(): Promise<number> {
  if (hasInlineMutant()) throw new Error('a mutated program cannot plant more');
  const report = await runMutants({ jobs, only: values.only ?? null });
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${table(report)}\n`);
  return report.found === report.mutants ? 0 : 1;
}

/** Every fault at every call of eight stories, or one of them again. */
async function exhaustive(): Promise<number> {
  if (values.scenario !== undefined)
    return replayPoint({
      scenario: values.scenario,
      at: Number(values.at ?? 0),
      fault: values.fault ?? null,
    });
  const total = await runExhaustive(jobs, (line) => process.stdout.write(`${line}\n`));
  process.stdout.write(values.json ? `${JSON.stringify(total)}\n` : `${table(total)}\n`);
  return total.violations > 0 ? 1 : 0;
}

function table(figures: Readonly<Record<string, number>>): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
}
