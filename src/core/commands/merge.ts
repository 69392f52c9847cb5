import { err, ok, type Result } from '../result.ts';
import type { CommandSpec } from './command-spec.ts';

/** Enters the lane. */
export interface MergeCommand {
  readonly name: 'merge';
  /** The head that is meant: 7 to 40 lower-case hexadecimal digits, the first of its id; null: whatever it is now. */
  readonly sha: string | null;
}

/** `/merge [<sha>]` */
export const merge: CommandSpec<MergeCommand> = {
  name: 'merge',
  aliases: ['queue'],
  usage: '/merge [<sha>]',
  description: 'Enter the merge queue, bound to the head commit',
  who: 'author (agent or write), maintainers',
  role: 'agent',
  example: '/merge 1f2e3d4',
  parse,
};

function parse(args: string): Result<MergeCommand, string> {
  if (args === '') return ok({ name: 'merge', sha: null });
  return /^[0-9a-f]{7,40}$/i.test(args)
    ? ok({ name: 'merge', sha: args.toLowerCase() })
    : err('Only a commit id of 7 to 40 hexadecimal digits may follow.');
}
