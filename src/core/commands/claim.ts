import { err, ok, type Result } from '../result.ts';
import type { CommandSpec } from './command-spec.ts';
import { parseAgentName } from './parse-agent-name.ts';

/** Takes a task. */
export interface ClaimCommand {
  readonly name: 'claim';
  /** Which of the account's agents takes the task; null: the only one. */
  readonly as: string | null;
}

/** `/claim [as <agent>]` */
export const claim: CommandSpec<ClaimCommand> = {
  name: 'claim',
  aliases: [],
  usage: '/claim [as <agent>]',
  description: 'Take the task under a lease',
  who: 'agents, people with write',
  role: 'agent',
  example: '/claim as agent-d',
  parse,
};

function parse(args: string): Result<ClaimCommand, string> {
  if (args === '') return ok({ name: 'claim', as: null });
  const match = /^as\s+(\S+)$/i.exec(args);
  if (!match?.[1]) return err('Only `as` and the name of one agent may follow.');
  const name = parseAgentName(match[1]);
  return name.ok ? ok({ name: 'claim', as: name.value }) : name;
}
