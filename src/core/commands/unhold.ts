import type { CommandSpec } from './command-spec.ts';
import { nothingAfter } from './nothing-after.ts';

/** Ends a hold. */
export interface UnholdCommand {
  readonly name: 'unhold';
}

/** `/unhold` */
export const unhold: CommandSpec<UnholdCommand> = {
  name: 'unhold',
  aliases: [],
  usage: '/unhold',
  description: 'Let a held pull request into the merge queue again',
  who: 'maintainers',
  role: 'maintainer',
  example: '/unhold',
  parse: nothingAfter({ name: 'unhold' }),
};
