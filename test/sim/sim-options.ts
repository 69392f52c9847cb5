import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

/** What the simulation is asked to do. */
export interface SimOptions {
  readonly seed: number | null;
  /** With `mutants`: at most so many for each. */
  readonly seeds: number | null;
  /** Seeds that have not begun after so many minutes are left out, and counted. */
  readonly minutes: number | null;
  /** How many shuffles of one history. */
  readonly shuffles: number | null;
  /** The first of them, or the only one. */
  readonly shuffle: number | null;
  readonly jobs: number;
  readonly json: boolean;
  readonly print: boolean;
  readonly mutants: boolean;
  /** Mutants whose names contain it. */
  readonly only: string | null;
  readonly exhaustive: boolean;
  readonly scenario: string | null;
  readonly at: number;
  readonly fault: string | null;
}

/** Said to whoever started it, who can mend it. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/** Reads the command line. Throws `OptionError` with a sentence for what it does not understand. */
export function simOptions(args: readonly string[]): SimOptions {
  const values = parsed(args);
  const options = {
    seed: whole('seed', values.seed),
    seeds: whole('seeds', values.seeds, 1),
    minutes: whole('minutes', values.minutes, 1),
    shuffles: whole('shuffles', values.shuffles, 1),
    shuffle: whole('shuffle', values.shuffle, 1),
    jobs: whole('jobs', values.jobs, 1) ?? Math.min(availableParallelism(), 4),
    json: values.json,
    print: values.print,
    mutants: values.mutants,
    only: values.only ?? null,
    exhaustive: values.exhaustive,
    scenario: values.scenario ?? null,
    at: whole('at', values.at) ?? 0,
    fault: values.fault ?? null,
  };
  if (options.print && options.seeds !== null)
    throw new OptionError('--print shows the steps of one seed: give it --seed S and no --seeds.');
  if (options.minutes !== null && options.seeds === null)
    throw new OptionError('--minutes bounds a run of many seeds: give --seeds N as well.');
  if (options.only !== null && !options.mutants)
    throw new OptionError('--only chooses among the mutants: give --mutants as well.');
  return options;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seeds: { type: 'string' },
        seed: { type: 'string' },
        minutes: { type: 'string' },
        shuffles: { type: 'string' },
        shuffle: { type: 'string' },
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
    }).values;
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error));
  }
}

/** Null when it was not given. */
function whole(name: string, text: string | undefined, least = 0): number | null {
  if (text === undefined) return null;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > 0xffff_ffff)
    throw new OptionError(`--${name} must be a whole number of at least ${least}, not "${text}".`);
  return number;
}
