import type { Comment, Issue } from '../model.ts';
import type { Twin } from '../twin.ts';
import { renderApp } from './app.ts';
import { associationOf } from './association.ts';
import { iso, isoOrNull } from './iso.ts';
import { renderLabel, renderMilestone } from './label.ts';
import { renderReactions } from './reactions.ts';
import { fullName, repoUrl } from './repository.ts';
import { renderUser } from './user.ts';

/** GitHub's issue; a pull request seen as an issue has `pull_request` and `draft` besides. */
export function renderIssue(twin: Twin, issue: Issue) {
  const { repo } = issue;
  const url = `${repoUrl(twin, repo)}/issues/${issue.number}`;
  const kind = issue.pull ? 'pull' : 'issues';
  const assignees = issue.assignees.map((one) => renderUser(twin, one));
  const done = issue.subIssues.filter((one) => one.state === 'closed').length;
  const blocking = [...repo.issues.values()].filter((one) => one.blockedBy.includes(issue));
  return {
    url,
    repository_url: repoUrl(twin, repo),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `${twin.url}/${fullName(repo)}/${kind}/${issue.number}`,
    id: issue.id,
    node_id: issue.nodeId,
    number: issue.number,
    title: issue.title,
    user: renderUser(twin, issue.user),
    labels: issue.labels.map((label) => renderLabel(twin, repo, label)),
    state: issue.state,
    locked: false,
    assignee: assignees[0] ?? null,
    assignees,
    milestone: issue.milestone ? renderMilestone(twin, repo, issue.milestone) : null,
    comments: issue.comments.length,
    created_at: iso(issue.createdAt),
    updated_at: iso(issue.updatedAt),
    closed_at: isoOrNull(issue.closedAt),
    author_association: associationOf(repo, issue.user),
    type: null,
    active_lock_reason: null,
    sub_issues_summary: {
      total: issue.subIssues.length,
      completed: done,
      percent_completed: issue.subIssues.length === 0 ? 0 : Math.floor((100 * done) / issue.subIssues.length),
    },
    issue_dependencies_summary: {
      blocked_by: issue.blockedBy.filter((one) => one.state === 'open').length,
      total_blocked_by: issue.blockedBy.length,
      blocking: blocking.filter((one) => one.state === 'open').length,
      total_blocking: blocking.length,
    },
    ...(issue.parent
      ? { parent_issue_url: `${repoUrl(twin, issue.parent.repo)}/issues/${issue.parent.number}` }
      : {}),
    ...(issue.pull ? renderPullPart(twin, issue) : {}),
    body: issue.body,
    closed_by: issue.closedBy ? renderUser(twin, issue.closedBy) : null,
    reactions: renderReactions(url, issue.reactions),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: issue.viaApp ? renderApp(twin, issue.viaApp) : null,
    state_reason: issue.stateReason,
  };
}

function renderPullPart(twin: Twin, issue: Issue) {
  const page = `${twin.url}/${fullName(issue.repo)}/pull/${issue.number}`;
  return {
    draft: issue.pull?.draft ?? false,
    pull_request: {
      url: `${repoUrl(twin, issue.repo)}/pulls/${issue.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: isoOrNull(issue.pull?.mergedAt),
    },
  };
}

/** An issue inside a webhook: GitHub leaves `closed_by` out there. */
export function renderWebhookIssue(twin: Twin, issue: Issue) {
  const { closed_by: _, ...rest } = renderIssue(twin, issue);
  return rest;
}

export function renderComment(twin: Twin, comment: Comment) {
  const { issue } = comment;
  const url = `${repoUrl(twin, issue.repo)}/issues/comments/${comment.id}`;
  const page = `${twin.url}/${fullName(issue.repo)}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`;
  return {
    url,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: `${repoUrl(twin, issue.repo)}/issues/${issue.number}`,
    id: comment.id,
    node_id: comment.nodeId,
    user: renderUser(twin, comment.user),
    created_at: iso(comment.createdAt),
    updated_at: iso(comment.updatedAt),
    author_association: associationOf(issue.repo, comment.user),
    body: comment.body,
    reactions: renderReactions(url, comment.reactions),
    performed_via_github_app: comment.viaApp ? renderApp(twin, comment.viaApp) : null,
  };
}
