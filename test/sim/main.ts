import { replayPoint } from './exhaustive/replay-point.ts';
import { runExhaustive } from './exhaustive/run-exhaustive.ts';
import { FOUND_SEEDS } from './found-seeds.ts';
import { hasInlineMutant, runMutants } from './mutants/run-mutants.ts';
import { printFailure } from './print-failure.ts';
import { runSeed } from './run-seed.ts';
import { runSeeds } from './run-seeds.ts';
import { printShuffle } from './shuffles/print-shuffle.ts';
import { runShuffles } from './shuffles/run-shuffles.ts';
import { OptionError, simOptions, type SimOptions } from './sim-options.ts';

process.exitCode = await started();

async function started(): Promise<number> {
  try {
    return await chosen(simOptions(process.argv.slice(2)));
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

function chosen(options: SimOptions): Promise<number> {
  if (options.exhaustive) return exhaustive(options);
  if (options.shuffles !== null || options.shuffle !== null) return shuffles(options);
  if (options.mutants) return mutants(options);
  return options.seed !== null && options.seeds === null ? one(options.seed, options) : many(options);
}

/** One seed with its story: what a failing one prints, and how it is looked into. */
async function one(seed: number, { print }: SimOptions): Promise<number> {
  const result = await runSeed(seed, { print });
  if (result.violation) printFailure(result);
  const { tail: _, errors: __, ...told } = result;
  process.stdout.write(`${JSON.stringify(told)}\n`);
  return result.violation ? 1 : 0;
}

/** One history in many orders, with what was doubled and lost, or one of them again. */
async function shuffles({ shuffle, shuffles: count, jobs, json }: SimOptions): Promise<number> {
  const first = shuffle ?? 1;
  const numbers = Array.from({ length: count ?? 1 }, (_, index) => first + index);
  const total = await runShuffles(numbers, jobs, printShuffle);
  process.stdout.write(json ? `${JSON.stringify(total)}\n` : `${table(total)}\n`);
  return total.distinct === 1 && total.failed === 0 ? 0 : 1;
}

/** Seeds that once failed, then as many as were asked for: without a number, only those that once failed. */
async function many({ seed, seeds, minutes, jobs, json }: SimOptions): Promise<number> {
  const first = seed ?? 1;
  const asked = Array.from({ length: seeds ?? 0 }, (_, index) => first + index);
  const total = await runSeeds({
    seeds: [...FOUND_SEEDS.map((found) => found.seed), ...asked],
    jobs,
    withinMs: minutes === null ? null : minutes * 60_000,
    onFailure: printFailure,
  });
  const { failures, faultsByKind, ...figures } = total;
  const shown = { ...figures, violations: failures.length };
  process.stdout.write(json ? `${JSON.stringify({ ...shown, faultsByKind })}\n` : `${table(shown)}\n`);
  return failures.length > 0 ? 1 : 0;
}

/** Every planted bug, or those whose names contain a text, each until a seed or its test sees it. */
async function mutants({ jobs, only, seeds, json }: SimOptions): Promise<number> {
  if (hasInlineMutant()) throw new Error('a mutated program cannot plant more');
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const report = await runMutants({ jobs, only, seedsAtMost: seeds }, tell);
  if (report.mutants === 0) throw new OptionError(`No mutant has "${only}" in its name.`);
  const { each: _, ...figures } = report;
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${table(figures)}\n`);
  return report.found === report.mutants ? 0 : 1;
}

/** Every fault at every call of eight stories, or one of them again. */
async function exhaustive({ scenario, at, fault, jobs, json }: SimOptions): Promise<number> {
  if (scenario !== null) return replayPoint({ scenario, at, fault });
  const total = await runExhaustive(jobs, (line) => process.stdout.write(`${line}\n`));
  process.stdout.write(json ? `${JSON.stringify(total)}\n` : `${table(total)}\n`);
  return total.violations > 0 ? 1 : 0;
}

function table(figures: Readonly<Record<string, number>>): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
}
