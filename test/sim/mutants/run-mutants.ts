import { fileURLToPath } from 'node:url';
import { runSeeds } from '../run-seeds.ts';
import { misfit } from './misfit.ts';
import { PORT_MUTANTS } from './port-mutants.ts';
import { runSuite } from './run-suite.ts';
import { SOURCE_MUTANTS } from './source-mutants.ts';
import { SUITE_MUTANTS } from './suite-mutants.ts';

/** After so many seeds a defect counts as not found. */
const SEEDS_AT_MOST = 100;

export interface MutantOptions {
  /** How many defects are looked for side by side. */
  readonly jobs: number;
  /** Those whose names contain it; null: all. */
  readonly only: string | null;
  readonly seedsAtMost: number | null;
}

export interface MutantReport {
  readonly mutants: number;
  readonly found: number;
  /** Of those that seeds are to find: how many it took. */
  readonly medianSeeds: number;
  readonly mostSeeds: number;
  readonly foundBySeeds: number;
  readonly foundByTests: number;
  readonly seconds: number;
  readonly each: readonly MutantVerdict[];
}

interface MutantVerdict {
  readonly name: string;
  readonly found: boolean;
  /** How many seeds it took, from the first on; null: a test of its own looks for it. */
  readonly seeds: number | null;
  /** The promise that was seen broken, or the test. */
  readonly by: string;
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
 * that adapter's own tests. Throws when a patch no longer fits its source. `tell`: one line for each, as it is known.
 */
export async function runMutants(
  options: MutantOptions,
  tell: (line: string) => void,
): Promise<MutantReport> {
  const startedAt = performance.now();
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
  const each: MutantVerdict[] = [];
  function note(verdict: MutantVerdict, how = verdict.by): void {
    each.push(verdict);
    const seeds = verdict.seeds === null ? '' : ` in ${verdict.seeds} seeds`;
    tell(`${verdict.name}: ${verdict.found ? 'found' : 'NOT FOUND'}${seeds} by ${how}`);
  }
  const left = [...planted];
  async function work(): Promise<void> {
    for (let one = left.shift(); one; one = left.shift()) {
      const { how, ...verdict } = await verdictOf(one, options.seedsAtMost ?? SEEDS_AT_MOST);
      note(verdict, how);
    }
  }
  await Promise.all(Array.from({ length: options.jobs }, work));
  await runSuite(suite, ({ mutant: { name, test }, found, broken }) =>
    note({ name, found, seeds: null, by: broken ? `${test}, which fails by itself` : test }),
  );
  return reportOf(each, (performance.now() - startedAt) / 1000);
}

async function verdictOf(
  { name, env }: Planted,
  seedsAtMost: number,
): Promise<MutantVerdict & { readonly how: string }> {
  const { failures, seeds } = await runSeeds({
    seeds: Array.from({ length: seedsAtMost }, (_, index) => index + 1),
    jobs: 1,
    untilFailure: true,
    execArgv: ['--import', LOADER],
    env,
  });
  const [first] = failures;
  if (!first?.violation) return { name, found: false, seeds, by: 'no promise', how: 'no promise' };
  const { invariant, message } = first.violation;
  return { name, found: true, seeds: first.seed, by: invariant, how: `${invariant}: ${message}` };
}

function reportOf(each: readonly MutantVerdict[], seconds: number): MutantReport {
  const found = each.filter((verdict) => verdict.found);
  const needed = found.flatMap(({ seeds }) => seeds ?? []).sort((one, other) => one - other);
  return {
    mutants: each.length,
    found: found.length,
    medianSeeds: needed[Math.floor(needed.length / 2)] ?? 0,
    mostSeeds: needed.at(-1) ?? 0,
    foundBySeeds: needed.length,
    foundByTests: found.length - needed.length,
    seconds: Math.round(seconds),
    each,
  };
}
