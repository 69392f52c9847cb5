import { err, ok, type Result } from '../result.ts';
import { parseAgentName } from './parse-agent-name.ts';

/** Somebody who is to hold a task: a GitHub account (`@login`) or an agent by its name. */
export type Assignee =
  { readonly kind: 'account'; readonly login: string } | { readonly kind: 'agent'; readonly name: string };

const LOGIN = /^[a-z0-9][a-z0-9_-]{0,99}(\[bot\])?$/i;

/** Reads `@login` or `<agent>`. */
export function parseAssignee(text: string): Result<Assignee, string> {
  if (text === '') return err('It needs an account (with an @) or the name of an agent.');
  if (text.startsWith('@')) {
    const login = text.slice(1);
    return LOGIN.test(login) ? ok({ kind: 'account', login }) : err('That is no GitHub account name.');
  }
  const name = parseAgentName(text);
  return name.ok ? ok({ kind: 'agent', name: name.value }) : name;
}
