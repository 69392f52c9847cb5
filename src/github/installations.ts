import type { RepoRef } from '../core/model/project.ts';
import type { GitHubReader } from '../ports.ts';
import { at } from './context.ts';
import type { GitHubContext } from './context.ts';
import { nullWhenMissing } from './null-when-missing.ts';

/** A repository as it is called now (an old name redirects); null when it is gone or not ours to see. One request. */
export async function repository(
  context: GitHubContext,
  repo: RepoRef,
): ReturnType<GitHubReader['repository']> {
  const client = context.client(repo.installationId);
  const answer = await nullWhenMissing(client.rest.repos.get(at(repo)));
  return answer && repositoryOf(answer.data);
}

/** The repositories that an installation may see. One request per 100. */
export async function repositoriesOf(
  context: GitHubContext,
  installationId: number,
): ReturnType<GitHubReader['repositoriesOf']> {
  const client = context.client(installationId);
  const found = await client.paginate(client.rest.apps.listReposAccessibleToInstallation, { per_page: 100 });
  return found.map((one) => ({ installationId, ...repositoryOf(one) }));
}

function repositoryOf(data: {
  readonly id: number;
  readonly name: string;
  readonly owner: { readonly login: string };
  readonly default_branch: string;
  readonly archived: boolean;
}): { repoId: number; owner: string; name: string; defaultBranch: string; archived: boolean } {
  return {
    repoId: data.id,
    owner: data.owner.login,
    name: data.name,
    defaultBranch: data.default_branch,
    archived: data.archived,
  };
}
