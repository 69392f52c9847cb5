import type { Role } from '../model/role.ts';
import type { RepositoryConfig } from '../model/repository-config.ts';
import type { CommandName } from '../model/command-name.ts';
import type { CommandSpec } from './command-spec.ts';

/** The role that a command asks for here, and in whose words; null: the repository's configuration says so. */
export function roleNeeded(
  spec: CommandSpec<{ readonly name: CommandName }>,
  config: RepositoryConfig | null,
): { readonly needs: Role; readonly who: string | null } {
  const configured = config?.commands[spec.name];
  return configured === undefined || configured === spec.role
    ? { needs: spec.role, who: spec.who }
    : { needs: configured, who: null };
}
