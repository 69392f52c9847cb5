import type { Actor } from './model/actor.ts';
import type { Scope } from './model/api-token.ts';
import type { Caller } from './model/caller.ts';
import type { RepositoryConfig } from './model/repository-config.ts';
import type { Role } from './model/role.ts';
import { slug } from './words/slug.ts';

/** The number of whoever shows the operator's own token, or signed in by the operator's link. */
export const OPERATOR = 0;

const ROLES: Readonly<Record<Scope, Role>> = {
  read: 'anyone',
  agent: 'agent',
  maintain: 'maintainer',
  admin: 'admin',
};

/** The role that a token gives. */
export function roleOfScope(scope: Scope): Role {
  return ROLES[scope];
}

/**
 * Who a caller is where commands are obeyed: who signed in; its agent, and nobody else of that agent's account; or the
 * token itself, which has a number below those of accounts. Null: its agent is on the list no more, so it acts for nobody.
 */
export function tokenActor(
  { scope, agent, token, person }: Caller,
  config: Pick<RepositoryConfig, 'agents'> | null,
): Actor | null {
  if (person) return person;
  if (agent === null) {
    const login = `token:${slug(token.name)}`;
    return {
      id: token.id > OPERATOR ? -token.id : OPERATOR,
      login,
      isBot: false,
      role: ROLES[scope],
      agents: [],
    };
  }
  const listed = config?.agents.find(({ name }) => name === agent.name);
  if (!listed) return null;
  const { id, login } = listed;
  return { id, login, isBot: true, role: 'agent', agents: [listed], only: agent.name };
}
