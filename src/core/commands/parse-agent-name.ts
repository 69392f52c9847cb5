import { err, ok, type Result } from '../result.ts';

const AGENT_NAME = /^[a-z0-9][a-z0-9-]{0,38}$/;

/** Names of agents become parts of branch names and labels, so the allow-list is strict. */
export function parseAgentName(text: string): Result<string, string> {
  return AGENT_NAME.test(text)
    ? ok(text)
    : err(
        'An agent name has 1 to 39 lower-case letters, digits and hyphens, and starts with a letter or digit.',
      );
}
