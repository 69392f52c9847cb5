import type { CommandSpec } from './command-spec.ts';
import { nothingAfter } from './nothing-after.ts';

/** Ends an explicit block. */
export interface UnblockCommand {
  readonly name: 'unblock';
}

/** `/unblock` */
export const unblock: CommandSpec<UnblockCommand> = {
  name: 'unblock',
  aliases: [],
  usage: '/unblock',
  description: 'Take an explicit block away',
  who: 'holder, maintainers',
  role: 'agent',
  example: '/unblock',
  parse: nothingAfter({ name: 'unblock' }),
};
