import type { Account } from '../core/model/actor.ts';
import type { RepoRef } from '../core/model/project.ts';
import { restAccount } from './account.ts';
import type { GitHubContext } from './context.ts';
import { nullWhenMissing } from './null-when-missing.ts';

/** Whose login this is now. One request. */
export async function accountNamed(
  context: GitHubContext,
  repo: RepoRef,
  login: string,
): Promise<Account | null> {
  const client = context.client(repo.installationId);
  const answer = await nullWhenMissing(client.rest.users.getByUsername({ username: login }));
  return answer && restAccount(answer.data);
}
