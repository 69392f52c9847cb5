import type { IssueLinks, IssueSnapshot } from '../core/model/task.ts';
import type { RepoRef } from '../core/model/project.ts';
import { at } from './context.ts';
import type { GitHubContext } from './context.ts';
import { issueSnapshot } from './issue-snapshot.ts';
import { nullWhenMissing } from './null-when-missing.ts';

/** One issue; null when there is none, or when the number is a pull request's. One request. */
export async function issue(
  context: GitHubContext,
  repo: RepoRef,
  number: number,
): Promise<IssueSnapshot | null> {
  const client = context.client(repo.installationId);
  const answer = await nullWhenMissing(client.rest.issues.get({ ...at(repo), issue_number: number }));
  // A transferred issue redirects to its new place, where it has another number.
  if (!answer || answer.data.pull_request || answer.data.number !== number) return null;
  return issueSnapshot(answer.data);
}

/** All open issues without pull requests. One request per 100. */
export async function openIssues(context: GitHubContext, repo: RepoRef): Promise<readonly IssueSnapshot[]> {
  const client = context.client(repo.installationId);
  const found = await client.paginate(client.rest.issues.listForRepo, {
    ...at(repo),
    state: 'open',
    per_page: 100,
  });
  return found.filter((one) => !one.pull_request).map(issueSnapshot);
}

/** Native links, asking only for those that the issue says it has: none to two requests. */
export async function issueLinks(
  context: GitHubContext,
  repo: RepoRef,
  snapshot: IssueSnapshot,
): Promise<IssueLinks> {
  const [parentLabels, blockedBy] = await Promise.all([
    snapshot.hasParent ? readParentLabels(context, repo, snapshot.number) : [],
    snapshot.hasBlockers ? readBlockers(context, repo, snapshot.number) : [],
  ]);
  return { parentLabels, blockedBy };
}

async function readParentLabels(
  context: GitHubContext,
  repo: RepoRef,
  number: number,
): Promise<readonly string[]> {
  const client = context.client(repo.installationId);
  const answer = await nullWhenMissing(client.rest.issues.getParent({ ...at(repo), issue_number: number }));
  return answer ? issueSnapshot(answer.data).labels : [];
}

async function readBlockers(
  context: GitHubContext,
  repo: RepoRef,
  number: number,
): Promise<IssueLinks['blockedBy']> {
  const client = context.client(repo.installationId);
  const found = await nullWhenMissing(
    client.paginate(client.rest.issues.listDependenciesBlockedBy, {
      ...at(repo),
      issue_number: number,
      per_page: 100,
    }),
  );
  const here = `${repo.owner}/${repo.name}`.toLowerCase();
  // Numbers mean something in their own repository only.
  return (found ?? []).map((blocker) => {
    const repository = blocker.repository_url.split('/').slice(-2).join('/');
    return { repository: repository.toLowerCase() === here ? null : repository, number: blocker.number };
  });
}
