import type { CommandSpec } from './command-spec.ts';
import { nothingAfter } from './nothing-after.ts';

/** Gives a task back. */
export interface ReleaseCommand {
  readonly name: 'release';
}

/** `/release` */
export const release: CommandSpec<ReleaseCommand> = {
  name: 'release',
  aliases: ['unclaim'],
  usage: '/release',
  description: 'Give the task back so that somebody else can take it',
  who: 'holder, maintainers',
  role: 'agent',
  example: '/release',
  parse: nothingAfter({ name: 'release' }),
};
