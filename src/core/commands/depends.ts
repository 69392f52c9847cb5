import { ok, type Result } from '../result.ts';
import type { CommandSpec } from './command-spec.ts';
import { parseIssueNumbers } from './parse-issue-numbers.ts';

/** Adds dependencies. */
export interface DependsCommand {
  readonly name: 'depends';
  /** Issue numbers, each once. */
  readonly on: readonly number[];
}

/** `/depends #n` */
export const depends: CommandSpec<DependsCommand> = {
  name: 'depends',
  aliases: [],
  usage: '/depends #n [, #m]',
  description: 'Make the task wait for other issues',
  who: 'holder, maintainers',
  role: 'agent',
  example: '/depends #12, #13',
  working: false,
  parse,
};

function parse(args: string): Result<DependsCommand, string> {
  const on = parseIssueNumbers(args);
  return on.ok ? ok({ name: 'depends', on: on.value }) : on;
}
