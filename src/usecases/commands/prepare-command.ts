import type { Command } from '../../core/commands/command.ts';
import { roleNeeded } from '../../core/commands/role-needed.ts';
import { COMMANDS } from '../../core/commands/table.ts';
import { isUnlistedBot } from '../../core/model/actor.ts';
import { atLeast } from '../../core/model/role.ts';
import { refusal } from '../../core/words/refusal.ts';
import type { Deps } from '../../ports.ts';
import { refuse, type Apply, type CommandContext } from './command-context.ts';
import { runCommand } from './run-command.ts';

/** What a command will write, for whoever may say it here; who may not is told why, wherever it was said. */
export async function prepareCommand(deps: Deps, context: CommandContext, command: Command): Promise<Apply> {
  const { actor, project } = context;
  if (isUnlistedBot(actor)) return refuse(refusal, { ...actor, kind: 'unlisted_bot' });
  const needed = roleNeeded(COMMANDS[command.name], project.config);
  if (!atLeast(actor.role, needed.needs))
    return refuse(refusal, { kind: 'needs_role', has: actor.role, ...needed });
  return runCommand(deps, context, command);
}
