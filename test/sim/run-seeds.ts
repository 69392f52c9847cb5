import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CHILD_ARGUMENTS } from './child-arguments.ts';
import type { FaultCounts } from './faults/fault-plan.ts';
import type { SeedResult } from './run-seed.ts';

export interface SeedTotals {
  readonly seeds: number;
  /** Seeds that there was no time for. */
  readonly leftOut: number;
  readonly steps: number;
  readonly faults: number;
  /** Of all seeds, the one with the fewest faults had so many. */
  readonly fewestFaults: number;
  readonly landed: number;
  readonly commands: number;
  /** Wall-clock seconds that a thousand seeds take with all the jobs together. */
  readonly secondsPerThousand: number;
  /** Processor seconds that a thousand seeds take: a busy machine makes them wait, but hardly work longer. */
  readonly cpuSecondsPerThousand: number;
  readonly faultsByKind: FaultCounts;
  readonly failures: readonly SeedResult[];
}

export interface SeedWork {
  readonly seeds: readonly number[];
  /** How many processes share the work. */
  readonly jobs: number;
  /** Told of a seed that fails as soon as it has: a campaign may take hours. */
  readonly onFailure?: (failure: SeedResult) => void;
  /** Stops at the first seed that fails. */
  readonly untilFailure?: boolean;
  /** After so many milliseconds no further seed is begun. */
  readonly withinMs?: number | null;
  /** Arguments that the processes are started with, before their own. */
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What a process of its own says of a seed. */
export interface MeasuredSeed extends SeedResult {
  /** Processor time, in milliseconds. */
  readonly cpuMs: number;
}

const CHILD = fileURLToPath(new URL('./seed-process.ts', import.meta.url));

/** Runs seeds in processes of their own, each taking the next one that is left. */
export async function runSeeds(work: SeedWork): Promise<SeedTotals> {
  const startedAt = performance.now();
  const results: MeasuredSeed[] = [];
  const left = [...work.seeds];
  let stopped = false;

  async function runChild(): Promise<void> {
    const child = fork(CHILD, {
      execArgv: [...process.execArgv, ...CHILD_ARGUMENTS, ...(work.execArgv ?? [])],
      env: { ...process.env, ...work.env },
    });
    const ended = once(child, 'exit');
    let asked: number | null = null;
    function ask(): void {
      if (performance.now() - startedAt > (work.withinMs ?? Infinity)) stopped = true;
      asked = stopped ? null : (left.shift() ?? null);
      if (asked === null) child.disconnect();
      else child.send(asked);
    }
    child.on('message', (message) => {
      const result = message as MeasuredSeed;
      results.push(result);
      if (result.violation) work.onFailure?.(result);
      if (work.untilFailure && result.violation) stopped = true;
      ask();
    });
    ask();
    const [code] = (await ended) as [number | null];
    if (asked !== null) throw new Error(`the process of seed ${String(asked)} ended with ${code}`);
  }

  await Promise.all(Array.from({ length: Math.min(work.jobs, left.length) }, runChild));
  return totalsOf(results, left.length, (performance.now() - startedAt) / 1000);
}

function totalsOf(results: readonly MeasuredSeed[], leftOut: number, seconds: number): SeedTotals {
  const sum = (of: (result: MeasuredSeed) => number) => results.reduce((total, one) => total + of(one), 0);
  return {
    seeds: results.length,
    leftOut,
    steps: sum(({ steps }) => steps),
    faults: sum(({ faults }) => faults),
    fewestFaults: results.length === 0 ? 0 : Math.min(...results.map(({ faults }) => faults)),
    landed: sum(({ landed }) => landed),
    commands: sum(({ commands }) => commands),
    secondsPerThousand: perThousand(seconds, results.length),
    cpuSecondsPerThousand: perThousand(sum(({ cpuMs }) => cpuMs) / 1000, results.length),
    faultsByKind: kindsOf(results),
    failures: results.filter(({ violation }) => violation !== null).sort((a, b) => a.seed - b.seed),
  };
}

function perThousand(seconds: number, seeds: number): number {
  return Math.round((seconds / Math.max(seeds, 1)) * 10_000) / 10;
}

function kindsOf(results: readonly SeedResult[]): FaultCounts {
  const total: Record<string, number> = {};
  for (const { faultsByKind } of results)
    for (const [kind, count] of Object.entries(faultsByKind)) total[kind] = (total[kind] ?? 0) + count;
  const kinds = Object.entries(total).sort(([one], [other]) => one.localeCompare(other));
  return Object.fromEntries(kinds);
}
