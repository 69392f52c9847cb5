import type { MergeCommand } from '../../core/commands/merge.ts';
import type { Deps } from '../../ports.ts';
import type { Apply, CommandContext } from './command-context.ts';
import { enterByCommand } from './enter-by-command.ts';

/** Enters the lane with the head of this moment; a bot has to name it, so that it cannot mean another one. */
export async function merge(deps: Deps, context: CommandContext, command: MergeCommand): Promise<Apply> {
  return enterByCommand(deps, context, ({ pull }) => {
    if (context.actor.isBot && command.sha === null) return { kind: 'bot_must_name_sha', head: pull.head };
    if (command.sha !== null && !pull.head.startsWith(command.sha)) {
      return { kind: 'other_head', named: command.sha, head: pull.head };
    }
    return null;
  });
}
