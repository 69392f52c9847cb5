import { err, ok, type Result } from '../result.ts';
import type { CommandSpec } from './command-spec.ts';

/** Controls the lane of the target branch. */
export type LaneCommand =
  | { readonly name: 'lane'; readonly action: 'pause'; readonly reason: string }
  | { readonly name: 'lane'; readonly action: 'resume' }
  | { readonly name: 'lane'; readonly action: 'drain' };

/** `/lane pause <reason> | resume | drain` */
export const lane: CommandSpec<LaneCommand> = {
  name: 'lane',
  aliases: [],
  usage: '/lane pause <reason> | resume | drain',
  description:
    'Stop the merge queue of the target branch, let it empty without anything new, or let it go on',
  who: 'maintainers',
  role: 'maintainer',
  example: '/lane pause the release is being cut',
  parse,
};

function parse(args: string): Result<LaneCommand, string> {
  const [, action, rest] = /^(\S*)\s*(.*)$/.exec(args) ?? [];
  switch ((action ?? '').toLowerCase()) {
    case 'pause':
      return rest ? ok({ name: 'lane', action: 'pause', reason: rest }) : err('A pause needs a reason.');
    case 'resume':
      return rest ? err('Nothing follows `resume`.') : ok({ name: 'lane', action: 'resume' });
    case 'drain':
      return rest ? err('Nothing follows `drain`.') : ok({ name: 'lane', action: 'drain' });
    default:
      return err('It needs `pause` with a reason, `resume` or `drain`.');
  }
}
