import type { Deps } from '../../ports.ts';
import type { Apply, CommandContext } from './command-context.ts';
import { enterByCommand } from './enter-by-command.ts';

/** Enters the lane again with a head that was ejected: a new candidate, so new runs of every gate. */
export async function retry(deps: Deps, context: CommandContext): Promise<Apply> {
  return enterByCommand(deps, context, ({ seen }) => (seen ? null : { kind: 'nothing_to_retry' }));
}
