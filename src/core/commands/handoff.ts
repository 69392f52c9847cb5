import { ok, type Result } from '../result.ts';
import { parseAssignee, type Assignee } from './assignee.ts';
import type { CommandSpec } from './command-spec.ts';

/** Passes a hold on. */
export interface HandoffCommand {
  readonly name: 'handoff';
  readonly to: Assignee;
}

/** `/handoff @login | <agent>` */
export const handoff: CommandSpec<HandoffCommand> = {
  name: 'handoff',
  aliases: [],
  usage: '/handoff @login | <agent>',
  description: 'Pass the task on to another agent',
  who: 'holder',
  role: 'agent',
  example: '/handoff agent-e',
  parse,
};

function parse(args: string): Result<HandoffCommand, string> {
  const to = parseAssignee(args);
  return to.ok ? ok({ name: 'handoff', to: to.value }) : to;
}
