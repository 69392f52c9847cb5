import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SeedResult } from './run-seed.ts';

export interface SeedTotals {
  readonly seeds: number;
  readonly steps: number;
  readonly faults: number;
  readonly landed: number;
  readonly commands: number;
  /** Wall-clock seconds that a thousand seeds take with all the jobs together. */
  readonly secondsPerThousand: number;
  readonly failures: readonly SeedResult[];
}

export interface SeedRange {
  readonly from: number;
  readonly count: number;
  /** How many processes share the work. */
  readonly jobs: number;
  /** Stops at the first seed that fails. */
  readonly untilFailure?: boolean;
  /** Arguments that the processes are started with, before their own. */
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const CHILD = fileURLToPath(new URL('./seed-process.ts', import.meta.url));

/** Runs seeds in processes of their own, each taking the next one that is left. */
export async function runSeeds(range: SeedRange): Promise<SeedTotals> {
  const startedAt = performance.now();
  const results: SeedResult[] = [];
  let next = range.from;
  let stopped = false;

  async function work(): Promise<void> {
    const child = fork(CHILD, {
      execArgv: [...process.execArgv, ...(range.execArgv ?? [])],
      env: { ...process.env, ...range.env },
    });
    const ended = once(child, 'exit');
    let asked: number | null = null;
    function ask(): void {
      asked = stopped || next >= range.from + range.count ? null : next;
      next += 1;
      if (asked === null) child.disconnect();
      else child.send(asked);
    }
    child.on('message', (message) => {
      const result = message as SeedResult;
      results.push(result);
      if (range.untilFailure && result.violation) stopped = true;
      ask();
    });
    ask();
    const [code] = (await ended) as [number | null];
    if (asked !== null) throw new Error(`the process of seed ${String(asked)} ended with ${code}`);
  }

  await Promise.all(Array.from({ length: Math.min(range.jobs, range.count) }, work));
  const seconds = (performance.now() - startedAt) / 1000;
  const sum = (of: (result: SeedResult) => number) => results.reduce((total, one) => total + of(one), 0);
  return {
    seeds: results.length,
    steps: sum(({ steps }) => steps),
    faults: sum(({ faults }) => faults),
    landed: sum(({ landed }) => landed),
    commands: sum(({ commands }) => commands),
    secondsPerThousand: Math.round((seconds / Math.max(results.length, 1)) * 10_000) / 10,
    failures: results.filter(({ violation }) => violation !== null).sort((a, b) => a.seed - b.seed),
  };
}
