import type { CommandSpec } from './command-spec.ts';
import { nothingAfter } from './nothing-after.ts';

/** Refreshes the status comment. */
export interface StatusCommand {
  readonly name: 'status';
}

/** `/status` */
export const status: CommandSpec<StatusCommand> = {
  name: 'status',
  aliases: [],
  usage: '/status',
  description: 'Refresh the status comment',
  who: 'anyone',
  role: 'anyone',
  example: '/status',
  parse: nothingAfter({ name: 'status' }),
};
