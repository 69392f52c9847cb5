import { err, ok, type Result } from '../result.ts';
import type { CommandSpec } from './command-spec.ts';
import { parsePriority } from './parse-priority.ts';

/** Says what goes first. */
export interface PriorityCommand {
  readonly name: 'priority';
  /** 0 to 100, higher first. */
  readonly priority: number;
}

/** `/priority <level>` */
export const priority: CommandSpec<PriorityCommand> = {
  name: 'priority',
  aliases: [],
  usage: '/priority <level>',
  description: 'Say what goes first: critical, high, medium, low, or 0 to 100',
  who: 'maintainers',
  role: 'maintainer',
  example: '/priority high',
  parse,
};

function parse(args: string): Result<PriorityCommand, string> {
  const priority = parsePriority(args);
  if (priority === null)
    return err('It needs `critical`, `high`, `medium`, `low`, or a number from 0 to 100.');
  return ok({ name: 'priority', priority });
}
