import type { Actor, Repository, User } from '../model.ts';
import { hasLevel } from '../operations/users.ts';
import type { Twin } from '../twin.ts';
import type { Identity } from './authenticate.ts';
import { HttpError, notFound } from './http-error.ts';
import type { Route } from './route.ts';

const nobody: User = { id: 0, nodeId: '', login: 'ghost', type: 'User', token: '' };

/** Who acts in the call, or the refusal GitHub would give for this route and repository. */
export function authorize(twin: Twin, route: Route, identity: Identity, repo: Repository | undefined): Actor {
  if (route.auth === 'none') return { user: nobody };
  if (route.auth === 'jwt') {
    if (identity.kind !== 'jwt') throw new HttpError(401, 'A JSON web token could not be decoded');
    return { user: twin.app.owner };
  }
  if (identity.kind === 'jwt') {
    throw new HttpError(
      401,
      'This endpoint requires you to be authenticated with an installation access token.',
    );
  }
  if (identity.kind === 'anonymous') {
    if (route.method !== 'GET' || route.auth === 'installation')
      throw new HttpError(401, 'Requires authentication');
    return { user: nobody };
  }
  const { actor } = identity;
  if (route.auth === 'installation' && !actor.installation) {
    throw new HttpError(
      403,
      'You must authenticate with an installation access token in order to list repositories for an installation.',
    );
  }
  if (repo) authorizeRepository(actor, route, repo, identity.repoId);
  return actor;
}

function authorizeRepository(
  actor: Actor,
  route: Route,
  repo: Repository,
  boundTo: number | undefined,
): void {
  if (repo.archived && route.method !== 'GET')
    throw new HttpError(403, 'Repository was archived so is read-only.');
  if (boundTo !== undefined) {
    // A workflow's own token: everything in its repository, nothing elsewhere.
    if (boundTo !== repo.id && route.method !== 'GET')
      throw new HttpError(403, 'Resource not accessible by integration');
    return;
  }
  const { installation } = actor;
  if (installation) {
    if (!installation.repositories.has(repo))
      throw route.method === 'GET'
        ? notFound()
        : new HttpError(403, 'Resource not accessible by integration');
    if (!allows(installation.permissions, route.permission ?? []))
      throw new HttpError(403, 'Resource not accessible by integration');
    return;
  }
  if (!hasLevel(repo, actor.user, 'read')) throw notFound();
  if (route.level && !hasLevel(repo, actor.user, route.level)) {
    throw new HttpError(
      403,
      route.level === 'admin'
        ? 'Must have admin rights to Repository.'
        : 'Must have push access to repository',
    );
  }
}

/** Whether any of the wanted permissions is granted; write includes read. */
export function allows(granted: Readonly<Record<string, string>>, wanted: readonly string[]): boolean {
  return (
    wanted.length === 0 ||
    wanted.some((one) => {
      const [name = '', level] = one.split(':');
      return (
        granted[name] === 'write' ||
        granted[name] === 'admin' ||
        (level === 'read' && granted[name] === 'read')
      );
    })
  );
}
