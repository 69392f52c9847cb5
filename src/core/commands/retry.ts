import type { CommandSpec } from './command-spec.ts';
import { nothingAfter } from './nothing-after.ts';

/** Lets a head that was ejected try again. */
export interface RetryCommand {
  readonly name: 'retry';
}

/** `/retry` */
export const retry: CommandSpec<RetryCommand> = {
  name: 'retry',
  aliases: [],
  usage: '/retry',
  description: 'Test the same head once more after a failure',
  who: 'author, maintainers',
  role: 'agent',
  example: '/retry',
  parse: nothingAfter({ name: 'retry' }),
};
