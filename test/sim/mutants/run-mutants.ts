import { fileURLToPath } from 'node:url';
import { runSeeds } from '../run-seeds.ts';
import { PORT_MUTANTS } from './port-mutants.ts';
import { SOURCE_MUTANTS } from './source-mutants.ts';

/** After so many seeds a defect counts as not found. */
const SEEDS_AT_MOST = 200;

export interface MutantReport extends Readonly<Record<string, number>> {
  readonly mutants: number;
  readonly found: number;
  readonly medianSeeds: number;
}

interface Planted {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
}

const LOADER = fileURLToPath(new URL('./patch-source.mjs', import.meta.url));

/** Whether this very program was changed. */
export function hasInlineMutant(): boolean {
  return process.env['SIM_PATCH'] !== undefined || process.env['SIM_PORT_MUTANT'] !== undefined;
}

/** Plants each defect alone and counts the seeds it takes to see it. `only`: those whose names contain it. */
export async function runMutants(options: {
  readonly jobs: number;
  readonly only: string | null;
}): Promise<MutantReport> {
  const all: readonly Planted[] = [
    ...SOURCE_MUTANTS.map(({ name, ...patch }) => ({ name, env: { SIM_PATCH: JSON.stringify(patch) } })),
    ...PORT_MUTANTS.map(({ name }) => ({ name, env: { SIM_PORT_MUTANT: name } })),
  ].filter(({ name }) => name.includes(options.only ?? ''));
  const needed: number[] = [];
  for (const planted of all) {
    const seeds = await seedsFor(planted, options.jobs);
    if (seeds !== null) needed.push(seeds);
  }
  const sorted = needed.sort((one, other) => one - other);
  return {
    mutants: all.length,
    found: needed.length,
    medianSeeds: sorted[Math.floor(sorted.length / 2)] ?? 0,
  };
}

async function seedsFor({ name, env }: Planted, jobs: number): Promise<number | null> {
  const { failures, seeds } = await runSeeds({
    from: 1,
    count: SEEDS_AT_MOST,
    jobs,
    untilFailure: true,
    execArgv: ['--import', LOADER],
    env,
  });
  const [first] = failures;
  const told = first
    ? `found by seed ${first.seed} (${first.violation?.invariant}: ${first.violation?.message})`
    : `NOT FOUND in ${seeds} seeds`;
  process.stderr.write(`${name}: ${told}\n`);
  return first ? first.seed : null;
}
