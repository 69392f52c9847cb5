import { sha } from '../core/model/ids.ts';
import type { RepoRef } from '../core/model/project.ts';
import { GitHubRefused, type Changes } from '../ports.ts';
import type { createConditional } from './conditional.ts';
import { at, repositoryKey, type GitHubContext } from './context.ts';
import { deploymentUrl } from './deployment-url.ts';

/**
 * The newest deployments of a repository; none where we may not see them. One request, which is free while nothing is
 * new.
 */
export async function listedDeployments(
  context: GitHubContext,
  ask: ReturnType<typeof createConditional>,
  repo: RepoRef,
): ReturnType<Changes['deployments']> {
  const { rest } = context.client(repo.installationId);
  const question = {
    subject: `deployments ${repositoryKey(repo)}`,
    question: 'newest',
    pagesAtMost: 1,
    read: (page: number, headers: Readonly<Record<string, string>>) =>
      rest.repos.listDeployments({ ...at(repo), per_page: 100, page, headers }),
  };
  try {
    const found = await ask(question);
    return found.map(({ id, sha: commit, environment }) => ({ id, sha: sha(commit), environment }));
  } catch (error) {
    // Whoever installed the App may not have given it this right yet.
    if (error instanceof GitHubRefused && error.status === 403) return [];
    throw error;
  }
}

/** One request. */
export async function deploymentStatus(
  context: GitHubContext,
  repo: RepoRef,
  id: number,
): ReturnType<Changes['deploymentStatus']> {
  const { rest } = context.client(repo.installationId);
  const { data } = await rest.repos.listDeploymentStatuses({ ...at(repo), deployment_id: id, per_page: 10 });
  const newest = data.find(({ state }) => state !== 'inactive');
  return newest ? { state: newest.state, url: deploymentUrl(newest) } : null;
}
