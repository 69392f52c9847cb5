import type { CommandSpec } from './command-spec.ts';
import { nothingAfter } from './nothing-after.ts';

/** Keeps a task out of the lane. */
export interface HoldCommand {
  readonly name: 'hold';
}

/** `/hold` */
export const hold: CommandSpec<HoldCommand> = {
  name: 'hold',
  aliases: [],
  usage: '/hold',
  description: 'Keep the pull request out of the merge queue',
  who: 'maintainers',
  role: 'maintainer',
  example: '/hold',
  parse: nothingAfter({ name: 'hold' }),
};
