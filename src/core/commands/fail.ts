import { err, ok, type Result } from '../result.ts';
import type { CommandSpec } from './command-spec.ts';

/** Gives a task up for good. */
export interface FailCommand {
  readonly name: 'fail';
  readonly reason: string;
}

/** `/fail <reason>` */
export const fail: CommandSpec<FailCommand> = {
  name: 'fail',
  aliases: [],
  usage: '/fail <reason>',
  description: 'Give the task up for good, and say why',
  who: 'holder',
  role: 'agent',
  example: '/fail the library has no such API',
  parse,
};

function parse(args: string): Result<FailCommand, string> {
  return args === ''
    ? err('It needs a reason, so that a maintainer can decide what becomes of the task.')
    : ok({ name: 'fail', reason: args });
}
