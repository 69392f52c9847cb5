import type { IssueName } from '../core/model/issue-name.ts';
import type { IssueLinks, IssueParent, IssueSnapshot } from '../core/model/task.ts';
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
  const [parent, blockedBy] = await Promise.all([
    snapshot.hasParent ? readParent(context, repo, snapshot.number) : null,
    snapshot.blockers > 0 ? readBlockers(context, repo, snapshot.number) : [],
  ]);
  return { parent, blockedBy };
}

/** Its sub-issues that are in the same repository. One request per 100. */
export async function subIssues(
  context: GitHubContext,
  repo: RepoRef,
  number: number,
): Promise<readonly IssueSnapshot[]> {
  const client = context.client(repo.installationId);
  const found = await nullWhenMissing(
    client.paginate(client.rest.issues.listSubIssues, { ...at(repo), issue_number: number, per_page: 100 }),
  );
  return (found ?? []).filter((one) => isHere(repo, one.repository_url)).map(issueSnapshot);
}

async function readParent(
  context: GitHubContext,
  repo: RepoRef,
  number: number,
): Promise<IssueParent | null> {
  const client = context.client(repo.installationId);
  const answer = await nullWhenMissing(client.rest.issues.getParent({ ...at(repo), issue_number: number }));
  if (!answer) return null;
  const { number: parent, labels } = issueSnapshot(answer.data);
  return { number: isHere(repo, answer.data.repository_url) ? parent : null, labels };
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
  return (found ?? []).map((one) => nameOf(repo, one));
}

/** How somebody in `repo` names an issue of a list. */
export function nameOf(repo: RepoRef, found: { repository_url: string; number: number }): IssueName {
  const { repository_url: url, number } = found;
  return { repository: isHere(repo, url) ? null : repositoryIn(url), number };
}

/** Numbers mean something in their own repository only. */
function isHere({ owner, name }: RepoRef, url: string): boolean {
  return repositoryIn(url).toLowerCase() === `${owner}/${name}`.toLowerCase();
}

function repositoryIn(url: string): string {
  return url.split('/').slice(-2).join('/');
}
