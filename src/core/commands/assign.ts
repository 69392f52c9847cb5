import { ok, type Result } from '../result.ts';
import { parseAssignee, type Assignee } from './assignee.ts';
import type { CommandSpec } from './command-spec.ts';

/** Gives a task to somebody else. */
export interface AssignCommand {
  readonly name: 'assign';
  readonly to: Assignee;
}

/** `/assign @login | <agent>` */
export const assign: CommandSpec<AssignCommand> = {
  name: 'assign',
  aliases: [],
  usage: '/assign @login | <agent>',
  description: 'Give the task to an account or an agent',
  who: 'maintainers',
  role: 'maintainer',
  example: '/assign agent-d',
  parse,
};

function parse(args: string): Result<AssignCommand, string> {
  const to = parseAssignee(args);
  return to.ok ? ok({ name: 'assign', to: to.value }) : to;
}
