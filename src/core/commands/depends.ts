import { ok, type Result } from '../result.ts';
import type { CommandSpec } from './command-spec.ts';
import type { IssueName } from '../model/issue-name.ts';
import { parseIssueNames } from './parse-issue-names.ts';

/** Adds dependencies. */
export interface DependsCommand {
  readonly name: 'depends';
  /** Each issue once. */
  readonly on: readonly IssueName[];
}

/** `/depends #n` */
export const depends: CommandSpec<DependsCommand> = {
  name: 'depends',
  aliases: [],
  usage: '/depends #n [, owner/name#m]',
  description: 'Make the task wait for other issues',
  who: 'holder, maintainers',
  role: 'agent',
  example: '/depends #12, octo/web#13',
  parse,
};

function parse(args: string): Result<DependsCommand, string> {
  const on = parseIssueNames(args);
  return on.ok ? ok({ name: 'depends', on: on.value }) : on;
}
