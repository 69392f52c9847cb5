import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CHILD_ARGUMENTS } from '../child-arguments.ts';
import type { JudgedShuffle } from './judge-shuffle.ts';

const CHILD = fileURLToPath(new URL('./shuffle-process.ts', import.meta.url));

/** What `npm run sim -- --shuffles N` prints. A type, not an interface: it is a record of numbers as well. */
export type ShuffleTotals = Readonly<
  Record<'shuffles' | 'events' | 'deliveries' | 'distinct' | 'failed' | 'seconds' | 'cpuMsEach', number>
>;

/** Runs shuffles in processes of their own. `distinct`: how many different states they ended in. */
export async function runShuffles(
  numbers: readonly number[],
  jobs: number,
  onFailure: (failed: JudgedShuffle) => void,
): Promise<ShuffleTotals> {
  const startedAt = performance.now();
  const judged: JudgedShuffle[] = [];
  const left = [...numbers];

  async function runChild(): Promise<void> {
    const child = fork(CHILD, { execArgv: [...process.execArgv, ...CHILD_ARGUMENTS] });
    const ended = once(child, 'exit');
    let asked: number | null = null;
    const ask = () => {
      asked = left.shift() ?? null;
      if (asked === null) child.disconnect();
      else child.send(asked);
    };
    child.on('message', (message) => {
      const result = message as JudgedShuffle;
      judged.push(result);
      if (isOtherwise(result)) onFailure(result);
      ask();
    });
    ask();
    const [code] = (await ended) as [number | null];
    if (asked !== null) throw new Error(`the process of shuffle ${String(asked)} ended with ${code}`);
  }

  await Promise.all(Array.from({ length: Math.min(jobs, left.length) }, runChild));
  const sum = (of: (one: JudgedShuffle) => number) => judged.reduce((total, one) => total + of(one), 0);
  return {
    shuffles: judged.length,
    events: judged[0]?.events ?? 0,
    deliveries: sum(({ arrived }) => arrived),
    distinct: new Set(judged.map(({ state }) => state)).size,
    failed: judged.filter(isOtherwise).length,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    cpuMsEach: Math.round(sum(({ cpuMs }) => cpuMs) / Math.max(judged.length, 1)),
  };
}

function isOtherwise({ missing, surplus, errors }: JudgedShuffle): boolean {
  return missing.length + surplus.length + errors.length > 0;
}
