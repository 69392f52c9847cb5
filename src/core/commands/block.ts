import { err, ok, type Result } from '../result.ts';
import type { CommandSpec } from './command-spec.ts';

/** Says that a task cannot be worked on. */
export interface BlockCommand {
  readonly name: 'block';
  readonly reason: string;
}

/** `/block <reason>` */
export const block: CommandSpec<BlockCommand> = {
  name: 'block',
  aliases: [],
  usage: '/block <reason>',
  description: 'Say that the task cannot be worked on, and why',
  who: 'holder, maintainers',
  role: 'agent',
  example: '/block the staging database is down',
  parse,
};

function parse(args: string): Result<BlockCommand, string> {
  return args === ''
    ? err('It needs a reason, so that others know what to wait for.')
    : ok({ name: 'block', reason: args });
}
