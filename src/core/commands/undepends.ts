import { ok, type Result } from '../result.ts';
import type { CommandSpec } from './command-spec.ts';
import { parseIssueNumbers } from './parse-issue-numbers.ts';

/** Removes dependencies. */
export interface UndependsCommand {
  readonly name: 'undepends';
  /** Issue numbers, each once. */
  readonly on: readonly number[];
}

/** `/undepends #n` */
export const undepends: CommandSpec<UndependsCommand> = {
  name: 'undepends',
  aliases: [],
  usage: '/undepends #n [, #m]',
  description: 'Let the task no longer wait for other issues',
  who: 'holder, maintainers',
  role: 'agent',
  example: '/undepends #12',
  working: false,
  parse,
};

function parse(args: string): Result<UndependsCommand, string> {
  const on = parseIssueNumbers(args);
  return on.ok ? ok({ name: 'undepends', on: on.value }) : on;
}
