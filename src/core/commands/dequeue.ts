import type { CommandSpec } from './command-spec.ts';
import { nothingAfter } from './nothing-after.ts';

/** Leaves the lane. */
export interface DequeueCommand {
  readonly name: 'dequeue';
}

/** `/dequeue` */
export const dequeue: CommandSpec<DequeueCommand> = {
  name: 'dequeue',
  aliases: [],
  usage: '/dequeue',
  description: 'Take the pull request out of the merge queue',
  who: 'author, maintainers',
  role: 'agent',
  example: '/dequeue',
  parse: nothingAfter({ name: 'dequeue' }),
};
