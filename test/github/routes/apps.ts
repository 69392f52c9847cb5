import { randomBytes } from 'node:crypto';
import { HttpError, notFound } from '../http/http-error.ts';
import { list, ok, type Call, type Route } from '../http/route.ts';
import type { Installation, PermissionMap } from '../model.ts';
import { createUser } from '../operations/users.ts';
import { renderApp, renderInstallation } from '../render/app.ts';
import { renderFullRepository } from '../render/repository.ts';
import { receiverOf } from '../hooks/emit.ts';

const hour = 3_600_000;

/** The App itself, its installations and their tokens. */
export const appRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/app',
    auth: 'jwt',
    handle: ({ twin }) => ok({ ...renderApp(twin, twin.app), installations_count: twin.installations.size }),
  },
  {
    method: 'GET',
    template: '/app/installations',
    auth: 'jwt',
    handle: ({ twin }) => list([...twin.installations.values()], (one) => renderInstallation(twin, one)),
  },
  {
    method: 'GET',
    template: '/app/installations/{installation_id}',
    auth: 'jwt',
    handle: (call) => ok(renderInstallation(call.twin, installationOf(call))),
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/installation',
    auth: 'jwt',
    handle: ({ twin, repo }) => {
      const found =
        receiverOf(twin, repo) ?? [...twin.installations.values()].find((one) => one.repositories.has(repo));
      if (!found) throw notFound();
      return ok(renderInstallation(twin, found));
    },
  },
  {
    method: 'POST',
    template: '/app/installations/{installation_id}/access_tokens',
    auth: 'jwt',
    handle: createToken,
  },
  {
    method: 'GET',
    template: '/installation/repositories',
    auth: 'installation',
    handle: ({ twin, actor }) =>
      list(
        [...(actor.installation?.repositories ?? [])],
        (repo) => renderFullRepository(twin, repo),
        (repositories, total) => ({
          total_count: total,
          repository_selection: actor.installation?.selection,
          repositories,
        }),
      ),
  },
];

function installationOf({ twin, params }: Call): Installation {
  const found = twin.installations.get(Number(params.installation_id));
  if (!found) throw notFound();
  return found;
}

function createToken(call: Call) {
  const { twin, body } = call;
  const installation = installationOf(call);
  if (installation.suspendedAt) throw new HttpError(403, 'This installation has been suspended');
  const asked = (body.permissions ?? installation.permissions) as PermissionMap;
  const user = createUser(twin, { login: `${twin.app.slug}[bot]`, type: 'Bot' });
  const token = `ghs_${randomBytes(18).toString('hex')}`;
  const expiresAt = new Date(Date.now() + hour);
  // The installation itself goes into the grant, so that a later change of permissions or repositories holds at once.
  twin.tokens.set(token, { actor: { user, installation, app: twin.app }, expiresAt });
  return ok(
    {
      token,
      expires_at: expiresAt.toISOString(),
      permissions: asked,
      repository_selection: installation.selection,
    },
    201,
  );
}
