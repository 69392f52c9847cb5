import type { CommandSpec } from './command-spec.ts';
import { nothingAfter } from './nothing-after.ts';

/** Asks which task to take. */
export interface NextCommand {
  readonly name: 'next';
}

/** `/next` */
export const next: CommandSpec<NextCommand> = {
  name: 'next',
  aliases: [],
  usage: '/next',
  description: 'Ask for the best ready task',
  who: 'agents',
  role: 'agent',
  example: '/next',
  parse: nothingAfter({ name: 'next' }),
};
