import { createHash } from 'node:crypto';
import { runShuffle } from './run-shuffle.ts';

/** What became of one shuffle, beside the history in order. */
export interface JudgedShuffle {
  readonly number: number;
  readonly events: number;
  /** Deliveries that came, doubled ones as often as they came. */
  readonly arrived: number;
  /** The end as a hash. */
  readonly state: string;
  /** Facts that the end in order has and this one has not. */
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
  readonly errors: readonly string[];
  /** Processor time, in milliseconds. */
  readonly cpuMs: number;
}

/** Runs shuffles and compares each with `end`, that of the history in order. */
export async function judgeShuffle(number: number, end: readonly string[]): Promise<JudgedShuffle> {
  const before = process.cpuUsage();
  const result = await runShuffle(number);
  const { user, system } = process.cpuUsage(before);
  return {
    number,
    events: result.events,
    arrived: result.arrived,
    state: createHash('sha256').update(result.end.join('\n')).digest('hex'),
    missing: without(end, result.end),
    surplus: without(result.end, end),
    errors: result.errors,
    cpuMs: (user + system) / 1000,
  };
}

/** As often as it is there more often. */
function without(from: readonly string[], what: readonly string[]): readonly string[] {
  const left = [...what];
  return from.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
