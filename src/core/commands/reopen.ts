import type { CommandSpec } from './command-spec.ts';
import { nothingAfter } from './nothing-after.ts';

/** Makes a task pending again. */
export interface ReopenCommand {
  readonly name: 'reopen';
}

/** `/reopen` */
export const reopen: CommandSpec<ReopenCommand> = {
  name: 'reopen',
  aliases: [],
  usage: '/reopen',
  description: 'Make a finished or failed task pending again',
  who: 'maintainers',
  role: 'maintainer',
  example: '/reopen',
  parse: nothingAfter({ name: 'reopen' }),
};
