import type { User } from '../model.ts';
import type { Twin } from '../twin.ts';

/** GitHub's simple-user. */
export function renderUser(twin: Twin, user: User) {
  const url = `${twin.url}/users/${encodeURIComponent(user.login)}`;
  const page = user.type === 'Bot' ? `apps/${user.login.replace('[bot]', '')}` : user.login;
  return {
    login: user.login,
    id: user.id,
    node_id: user.nodeId,
    avatar_url: `${twin.url}/avatars/u/${user.id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${twin.url}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    user_view_type: 'public',
    site_admin: false,
  };
}
