import { err, ok, type Result } from '../result.ts';
import type { CommandSpec } from './command-spec.ts';
import { parseDuration } from './parse-duration.ts';

/** Asks for more time. */
export interface ExtendCommand {
  readonly name: 'extend';
  /** How much longer, in milliseconds; null: another whole lease. */
  readonly ms: number | null;
}

/** `/extend [2h]` */
export const extend: CommandSpec<ExtendCommand> = {
  name: 'extend',
  aliases: [],
  usage: '/extend [2h]',
  description: 'Keep the task for longer',
  who: 'holder',
  role: 'agent',
  example: '/extend 2h',
  parse,
};

function parse(args: string): Result<ExtendCommand, string> {
  if (args === '') return ok({ name: 'extend', ms: null });
  const ms = parseDuration(args);
  return ms === null || ms <= 0
    ? err('It needs a duration, for example `2h` or `90m`.')
    : ok({ name: 'extend', ms });
}
