import type { Account } from '../core/model/actor.ts';
import type { RepoRef } from '../core/model/project.ts';
import type { GitHubReader } from '../ports.ts';
import { at, repositoryKey } from './context.ts';
import type { GitHubContext } from './context.ts';
import { nullWhenMissing } from './null-when-missing.ts';

type Permission = Awaited<ReturnType<GitHubReader['permission']>>;

const KEPT_MS = 60_000;
const KEPT_MOST = 5000;

/** What a person may do in a repository, remembered for 60 s by user id. At most one request. */
export function createPermission(): (
  context: GitHubContext,
  ...asked: Parameters<GitHubReader['permission']>
) => Promise<Permission> {
  const kept = new Map<string, { readonly at: number; readonly permission: Permission }>();
  return async (context, repo, account, fresh) => {
    // Bots answer 404 here: their rights come from the allow-list.
    if (account.isBot) return 'none';
    const key = `${repositoryKey(repo)}#${account.id}`;
    const now = context.clock.now().getTime();
    const known = kept.get(key);
    if (fresh === undefined && known && now - known.at < KEPT_MS) return known.permission;
    const permission = await ask(context, repo, account);
    if (kept.size >= KEPT_MOST) kept.clear();
    kept.set(key, { at: now, permission });
    return permission;
  };
}

async function ask(context: GitHubContext, repo: RepoRef, account: Account): Promise<Permission> {
  const client = context.client(repo.installationId);
  const answer = await nullWhenMissing(
    client.rest.repos.getCollaboratorPermissionLevel({ ...at(repo), username: account.login }),
  );
  // A login can change hands; the id cannot.
  if (answer?.data.user?.id !== account.id) return 'none';
  const { permission, role_name: role } = answer.data;
  if (role === 'maintain') return 'maintain';
  return permission === 'admin' || permission === 'write' || permission === 'read' ? permission : 'none';
}
