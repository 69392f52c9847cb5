import { ok, type Result } from '../result.ts';
import type { CommandSpec } from './command-spec.ts';
import type { IssueName } from '../model/issue-name.ts';
import { parseIssueNames } from './parse-issue-names.ts';

/** Removes dependencies. */
export interface UndependsCommand {
  readonly name: 'undepends';
  /** Each issue once. */
  readonly on: readonly IssueName[];
}

/** `/undepends #n` */
export const undepends: CommandSpec<UndependsCommand> = {
  name: 'undepends',
  aliases: [],
  usage: '/undepends #n [, owner/name#m]',
  description: 'Let the task no longer wait for other issues',
  who: 'holder, maintainers',
  role: 'agent',
  example: '/undepends #12',
  parse,
};

function parse(args: string): Result<UndependsCommand, string> {
  const on = parseIssueNames(args);
  return on.ok ? ok({ name: 'undepends', on: on.value }) : on;
}
