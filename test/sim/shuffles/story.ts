import type { Account } from '../../../src/core/model/actor.ts';
import type { By } from '../memory-github/records.ts';
import type { AGENTS } from '../people.ts';
import type { Random } from '../random.ts';
import { EPICS } from '../sim-config.ts';
import type { Yard } from './create-yard.ts';

/** An issue that one agent works on. */
export interface Work {
  readonly number: number;
  readonly agent: (typeof AGENTS)[number];
  claimed: boolean;
  held: boolean;
  pull: number | null;
}

/** What a history is made with. */
export interface Story {
  readonly yard: Yard;
  readonly random: Random;
  readonly work: Work[];
  /** Issues that nobody claims. */
  readonly free: number[];
}

export function by(account: Account): By {
  return { account, app: false, runner: null };
}

export function epicLabel(index: number): string {
  return `epic:${EPICS[index]?.key}`;
}

/** Prose that may wait for some of `others`. */
export function freeBody(random: Random, others: readonly number[]): string {
  if (others.length === 0 || random.chance(0.4)) return `Do it, draft ${random.int(100)}.`;
  const on = [...new Set([random.pick(others), random.pick(others)])].map((number) => `#${number}`);
  return `Do it.\n\nDepends on ${on.join(', ')}`;
}
