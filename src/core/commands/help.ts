import type { CommandSpec } from './command-spec.ts';
import { nothingAfter } from './nothing-after.ts';

/** Shows the commands. */
export interface HelpCommand {
  readonly name: 'help';
}

/** `/help` */
export const help: CommandSpec<HelpCommand> = {
  name: 'help',
  aliases: [],
  usage: '/help',
  description: 'Show the commands',
  who: 'anyone',
  role: 'anyone',
  example: '/help',
  parse: nothingAfter({ name: 'help' }),
};
