import { fileURLToPath } from 'node:url';
import { runSeeds } from '../run-seeds.ts';
import { misfit } from './misfit.ts';
import { PORT_MUTANTS } from './port-mutants.ts';
import { runSuite } from './run-suite.ts';
import { SOURCE_MUTANTS } from './source-mutants.ts';
import { SUITE_MUTANTS } from './suite-mutants.ts';

/** After so many seeds a defect counts as not found. */
const SEEDS_AT_MOST = 150;

export interface MutantReport extends Readonly<Record<string, number>> {
  readonly mutants: number;
  readonly found: number;
  /** Of those that seeds are to find. */
  readonly medianSeeds: number;
  readonly foundBySeeds: number;
  readonly foundByTests: number;
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

/**
 * Plants each defect alone and counts the seeds it takes to see it; what lives in an adapter, which no seed runs, is for
 * that adapter's own tests. `only`: those whose names contain it. Throws when a patch no longer fits its source.
 */
export async function runMutants(options: {
  readonly jobs: number;
  readonly only: string | null;
}): Promise<MutantReport> {
  const chosen = <T extends { readonly name: string }>(all: readonly T[]) =>
    all.filter(({ name }) => name.includes(options.only ?? ''));
  const sources = chosen(SOURCE_MUTANTS);
  const suite = chosen(SUITE_MUTANTS);
  const misfits = [...sources, ...suite].flatMap((mutant) => misfit(mutant) ?? []);
  if (misfits.length > 0) throw new Error(`patches that no longer fit:\n${misfits.join('\n')}`);
  const planted: readonly Planted[] = [
    ...sources.map(({ name, ...patch }) => ({ name, env: { SIM_PATCH: JSON.stringify(patch) } })),
    ...chosen(PORT_MUTANTS).map(({ name }) => ({ name, env: { SIM_PORT_MUTANT: name } })),
  ];
  const needed: number[] = [];
  for (const one of planted) {
    const seeds = await seedsFor(one, options.jobs);
    if (seeds !== null) needed.push(seeds);
  }
  const verdicts = await runSuite(suite, ({ mutant, found }) =>
    tell(mutant.name, found ? `found by ${mutant.test}` : `NOT FOUND by ${mutant.test}`),
  );
  const sorted = needed.sort((one, other) => one - other);
  const foundByTests = verdicts.filter(({ found }) => found).length;
  return {
    mutants: planted.length + suite.length,
    found: needed.length + foundByTests,
    medianSeeds: sorted[Math.floor(sorted.length / 2)] ?? 0,
    foundBySeeds: needed.length,
    foundByTests,
  };
}

async function seedsFor({ name, env }: Planted, jobs: number): Promise<number | null> {
  const { failures, seeds } = await runSeeds({
    seeds: Array.from({ length: SEEDS_AT_MOST }, (_, index) => index + 1),
    jobs,
    untilFailure: true,
    execArgv: ['--import', LOADER],
    env,
  });
  const [first] = failures;
  if (!first?.violation) tell(name, `NOT FOUND in ${seeds} seeds`);
  else tell(name, `found by seed ${first.seed} (${first.violation.invariant}: ${first.violation.message})`);
  return first ? first.seed : null;
}

function tell(name: string, what: string): void {
  process.stderr.write(`${name}: ${what}\n`);
}
