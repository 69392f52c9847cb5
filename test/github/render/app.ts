import type { AppIdentity, Installation } from '../model.ts';
import type { Twin } from '../twin.ts';
import { iso, isoOrNull } from './iso.ts';
import { renderUser } from './user.ts';

const epoch = new Date('2024-01-01T00:00:00Z');

/** GitHub's integration: an App as check runs and comments carry it. */
export function renderApp(twin: Twin, app: AppIdentity) {
  return {
    id: app.id,
    client_id: `Iv23${String(app.id).padStart(16, '0')}`,
    slug: app.slug,
    node_id: `A_kwHO${app.id}`,
    owner: renderUser(twin, app.owner),
    name: app.name,
    description: '',
    external_url: `${twin.url}/apps/${app.slug}`,
    html_url: `${twin.url}/apps/${app.slug}`,
    created_at: iso(epoch),
    updated_at: iso(epoch),
    permissions: { ...app.permissions },
    events: [...app.events],
  };
}

export function renderInstallation(twin: Twin, installation: Installation) {
  const { account } = installation;
  return {
    id: installation.id,
    client_id: `Iv23${String(twin.app.id).padStart(16, '0')}`,
    account: renderUser(twin, account),
    repository_selection: installation.selection,
    access_tokens_url: `${twin.url}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${twin.url}/installation/repositories`,
    html_url: `${twin.url}/settings/installations/${installation.id}`,
    app_id: twin.app.id,
    app_slug: twin.app.slug,
    target_id: account.id,
    target_type: 'User',
    permissions: { ...installation.permissions },
    events: [...installation.events],
    created_at: iso(installation.createdAt),
    updated_at: iso(installation.createdAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspendedAt ? renderUser(twin, account) : null,
    suspended_at: isoOrNull(installation.suspendedAt),
  };
}
