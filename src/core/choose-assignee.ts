import type { Assignee } from './commands/assignee.ts';
import type { Actor } from './model/actor.ts';
import { atLeast } from './model/role.ts';
import { err, ok, type Result } from './result.ts';

/** Why nobody can be given the task under that name. */
export type AssigneeRefusal =
  | { readonly kind: 'no_agent'; readonly name: string; readonly agents: readonly string[] }
  /** A maintainer took it out of service. */
  | { readonly kind: 'deactivated'; readonly agent: string }
  | { readonly kind: 'no_account'; readonly login: string }
  | { readonly kind: 'several_agents'; readonly login: string; readonly agents: readonly string[] }
  | { readonly kind: 'unlisted_bot'; readonly id: number; readonly login: string }
  | { readonly kind: 'needs_write'; readonly login: string };

/** Who is meant: an agent by its name, or a person, who works under their own. */
export type Chosen =
  { readonly kind: 'agent'; readonly name: string } | { readonly kind: 'person'; readonly account: Actor };

/**
 * `account`: whose login it is now, with the rights of this moment; null where an agent was named, or nobody has that
 * login. `agents`: every agent's name here.
 */
export function chooseAssignee(
  wanted: Assignee,
  account: Actor | null,
  agents: readonly string[],
): Result<Chosen, AssigneeRefusal> {
  if (wanted.kind === 'agent') {
    return agents.includes(wanted.name)
      ? ok({ kind: 'agent', name: wanted.name })
      : err({ kind: 'no_agent', name: wanted.name, agents });
  }
  if (!account) return err({ kind: 'no_account', login: wanted.login });
  const [only, ...others] = account.agents;
  if (only && others.length === 0) return ok({ kind: 'agent', name: only.name });
  const { id, login } = account;
  if (only) return err({ kind: 'several_agents', login, agents: account.agents.map(({ name }) => name) });
  if (account.isBot) return err({ kind: 'unlisted_bot', id, login });
  return atLeast(account.role, 'writer')
    ? ok({ kind: 'person', account })
    : err({ kind: 'needs_write', login });
}
