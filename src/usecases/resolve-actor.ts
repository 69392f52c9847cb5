import type { Account, Actor } from '../core/model/actor.ts';
import type { Role } from '../core/model/role.ts';
import type { Project } from '../core/model/project.ts';
import type { Deps } from '../ports.ts';

/**
 * Who `account` is here. A bot's rights come from the allow-list alone, by numeric id; a person's from GitHub
 * (`fresh`: asked now, for what cannot be undone). `author_association` is never looked at.
 */
export async function resolveActor(
  deps: Pick<Deps, 'github'>,
  project: Project,
  account: Account,
  fresh?: 'fresh',
): Promise<Actor> {
  const agents = project.config?.agents.filter((agent) => agent.id === account.id) ?? [];
  const listed: Role = agents.length > 0 ? 'agent' : 'anyone';
  if (account.isBot) return { ...account, role: listed, agents };
  return {
    ...account,
    role: personRole(await deps.github.permission(project, account, fresh), listed),
    agents,
  };
}

function personRole(permission: string, listed: Role): Role {
  switch (permission) {
    case 'admin':
      return 'admin';
    case 'maintain':
      return 'maintainer';
    case 'write':
      return 'writer';
    default:
      return listed;
  }
}
