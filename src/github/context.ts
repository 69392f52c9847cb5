import type { Octokit } from '@octokit/rest';
import type { Clock, Log } from '../ports.ts';
import type { RepoRef } from '../core/model/project.ts';
import type { Calling } from './calling.ts';

/** What every call of the adapter works with. */
export interface GitHubContext {
  readonly appId: number;
  readonly clock: Clock;
  readonly log: Log;
  /** A client that speaks as one installation, in the interest that this context stands for. */
  client(installationId: number): Octokit;
  /** The same with another interest: tokens and what was learned are shared. */
  as(calling: Calling): GitHubContext;
  /** GraphQL node ids of repositories, learned by reading; mutations need them. */
  readonly repositoryIds: Map<string, string>;
}

/** Key of a repository as we address it. */
export function repositoryKey(repo: RepoRef): string {
  return `${repo.installationId}:${repo.owner}/${repo.name}`.toLowerCase();
}

/** The parameters that every REST route of a repository wants. */
export function at(repo: RepoRef): { owner: string; repo: string } {
  return { owner: repo.owner, repo: repo.name };
}
