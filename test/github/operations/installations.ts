import type { Actor, Installation, PermissionMap, Repository } from '../model.ts';
import { renderInstallation } from '../render/app.ts';
import { renderRepositoryRef } from '../render/repository.ts';
import { renderUser } from '../render/user.ts';
import type { Twin } from '../twin.ts';

/** Installs the App in repositories of one account. */
export function installApp(
  twin: Twin,
  repos: readonly Repository[],
  o: { permissions?: PermissionMap; selection?: 'all' | 'selected' } = {},
): Installation {
  const account = repos[0]?.owner;
  if (!account) throw new Error('Name at least one repository to install the App in.');
  const installation: Installation = {
    id: twin.nextId(),
    account,
    permissions: o.permissions ?? ofPerson(twin.app.permissions),
    events: twin.app.events,
    selection: o.selection ?? 'selected',
    repositories: new Set(repos),
    suspendedAt: undefined,
    createdAt: twin.now(),
  };
  twin.installations.set(installation.id, installation);
  emitInstallation(twin, installation, { user: account }, 'created');
  return installation;
}

/** What only organisations have, an account of a person cannot grant; all our accounts are of persons. */
function ofPerson(permissions: PermissionMap): PermissionMap {
  return Object.fromEntries(Object.entries(permissions).filter(([name]) => name !== 'members'));
}

/** `installation.<action>`: these go to the App whatever it subscribes to, and also while suspended. */
export function emitInstallation(
  twin: Twin,
  installation: Installation,
  actor: Actor,
  action: 'created' | 'deleted' | 'suspend' | 'unsuspend' | 'new_permissions_accepted',
): void {
  const payload = {
    action,
    installation: renderInstallation(twin, installation),
    repositories: [...installation.repositories].map(renderRepositoryRef),
    ...(action === 'created' ? { requester: null } : {}),
    sender: renderUser(twin, actor.user),
  };
  twin.outbox.push('installation', payload, { repo: undefined, installation });
}

/** The owner of the account accepts what the App asks for by now. */
export function acceptPermissions(twin: Twin, installation: Installation): void {
  installation.permissions = ofPerson(twin.app.permissions);
  installation.events = twin.app.events;
  emitInstallation(twin, installation, { user: installation.account }, 'new_permissions_accepted');
}

export function uninstallApp(twin: Twin, installation: Installation, actor: Actor): void {
  twin.installations.delete(installation.id);
  for (const [token, grant] of twin.tokens)
    if (grant.actor.installation === installation) twin.tokens.delete(token);
  emitInstallation(twin, installation, actor, 'deleted');
}

export function suspendInstallation(
  twin: Twin,
  installation: Installation,
  actor: Actor,
  suspended: boolean,
): void {
  installation.suspendedAt = suspended ? twin.now() : undefined;
  emitInstallation(twin, installation, actor, suspended ? 'suspend' : 'unsuspend');
}

export function changeRepositories(
  twin: Twin,
  installation: Installation,
  actor: Actor,
  o: { added?: readonly Repository[]; removed?: readonly Repository[] },
): void {
  const { added = [], removed = [] } = o;
  for (const repo of added) installation.repositories.add(repo);
  for (const repo of removed) installation.repositories.delete(repo);
  const payload = {
    action: added.length > 0 ? 'added' : 'removed',
    installation: renderInstallation(twin, installation),
    repository_selection: installation.selection,
    repositories_added: added.map(renderRepositoryRef),
    repositories_removed: removed.map(renderRepositoryRef),
    requester: null,
    sender: renderUser(twin, actor.user),
  };
  twin.outbox.push('installation_repositories', payload, { repo: undefined, installation });
}
