import type { Random } from '../../sim/random.ts';
import type { Side } from './side.ts';

/** Something that is done to both stores alike. It draws before it looks at anything, so both do the very same. */
export interface Operation {
  readonly name: string;
  readonly run: (side: Side, random: Random) => Promise<unknown>;
}

/** Few of each, so that operations meet. */
export const ISSUES = [1, 2, 3, 4] as const;
export const PULLS = [11, 12, 13, 14] as const;
export const BRANCHES = ['epic-1/first', 'epic-2/second'] as const;
export const ACCOUNTS = [
  { id: 101, login: 'agent-a[bot]', isBot: true },
  { id: 102, login: 'agent-b[bot]', isBot: true },
  { id: 201, login: 'walter', isBot: false },
] as const;
export const MINUTE = 60_000;
