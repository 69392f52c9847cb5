import type { User } from '../model.ts';
import type { View } from './view.ts';

/** A User or Bot. GraphQL gives bots their login without `[bot]`. */
export function accountNode({ twin }: View, user: User) {
  const login = user.type === 'Bot' ? user.login.replace('[bot]', '') : user.login;
  const url = `${twin.url}/${user.login}`;
  const resourcePath = `/${user.login}`;
  const avatarUrl = `${twin.url}/avatars/u/${user.id}`;
  return {
    __typename: user.type,
    id: user.nodeId,
    databaseId: user.id,
    login,
    name: user.login,
    url,
    resourcePath,
    avatarUrl,
  };
}
