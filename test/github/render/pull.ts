import type { Pull, Repository, Review } from '../model.ts';
import type { Twin } from '../twin.ts';
import { associationOf } from './association.ts';
import { iso, isoOrNull } from './iso.ts';
import { renderLabel, renderMilestone } from './label.ts';
import { fullName, renderRepository, repoUrl } from './repository.ts';
import { renderUser } from './user.ts';

/** What only a read of one pull request (or its webhook) carries. */
export interface PullDetail {
  readonly mergeable: boolean | null;
  readonly commits: number;
  readonly additions: number;
  readonly deletions: number;
  readonly changedFiles: number;
}

export const noDetail: PullDetail = {
  mergeable: null,
  commits: 1,
  additions: 0,
  deletions: 0,
  changedFiles: 0,
};

/** GitHub's pull request as lists answer it (pull-request-simple). */
export function renderSimplePull(twin: Twin, pull: Pull) {
  const { issue } = pull;
  const { repo } = issue;
  const url = `${repoUrl(twin, repo)}/pulls/${issue.number}`;
  const issueUrl = `${repoUrl(twin, repo)}/issues/${issue.number}`;
  const page = `${twin.url}/${fullName(repo)}/pull/${issue.number}`;
  const statuses = `${repoUrl(twin, repo)}/statuses/${pull.headSha}`;
  const assignees = issue.assignees.map((one) => renderUser(twin, one));
  const comment = `${repoUrl(twin, repo)}/pulls/comments{/number}`;
  return {
    url,
    id: pull.id,
    node_id: pull.nodeId,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    number: issue.number,
    state: issue.state,
    locked: false,
    title: issue.title,
    user: renderUser(twin, issue.user),
    body: issue.body,
    created_at: iso(issue.createdAt),
    updated_at: iso(issue.updatedAt),
    closed_at: isoOrNull(issue.closedAt),
    merged_at: isoOrNull(pull.mergedAt),
    merge_commit_sha: pull.mergeCommitSha ?? null,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: [],
    requested_teams: [],
    labels: issue.labels.map((label) => renderLabel(twin, repo, label)),
    milestone: issue.milestone ? renderMilestone(twin, repo, issue.milestone) : null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: comment,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statuses,
    head: renderSide(twin, pull.headRepo, pull.headRef, pull.headSha),
    base: renderSide(twin, repo, pull.baseRef, pull.baseSha),
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issueUrl },
      comments: { href: `${issueUrl}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: comment },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: associationOf(repo, issue.user),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** GitHub's pull request whole: one read, or a webhook. */
export function renderPull(twin: Twin, pull: Pull, detail: PullDetail = noDetail) {
  const open = pull.issue.state === 'open';
  const settled = detail.mergeable ? 'clean' : 'dirty';
  return {
    ...renderSimplePull(twin, pull),
    merged: pull.mergedAt !== undefined,
    mergeable: open ? detail.mergeable : null,
    rebaseable: open ? detail.mergeable : null,
    mergeable_state: !open || detail.mergeable === null ? 'unknown' : pull.draft ? 'draft' : settled,
    merged_by: pull.mergedBy ? renderUser(twin, pull.mergedBy) : null,
    comments: pull.issue.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: detail.commits,
    additions: detail.additions,
    deletions: detail.deletions,
    changed_files: detail.changedFiles,
  };
}

function renderSide(twin: Twin, repo: Repository, ref: string, sha: string) {
  return {
    label: `${repo.owner.login}:${ref}`,
    ref,
    sha,
    user: renderUser(twin, repo.owner),
    repo: renderRepository(twin, repo),
  };
}

/** `lower` is for webhooks, which write states in lower case where the API writes them in upper case. */
export function renderReview(twin: Twin, pull: Pull, review: Review, lower = false) {
  const { repo, number } = pull.issue;
  const page = `${twin.url}/${fullName(repo)}/pull/${number}#pullrequestreview-${review.id}`;
  const api = `${repoUrl(twin, repo)}/pulls/${number}`;
  return {
    id: review.id,
    node_id: review.nodeId,
    user: renderUser(twin, review.user),
    body: review.body,
    commit_id: review.commit,
    submitted_at: iso(review.submittedAt),
    state: lower ? review.state.toLowerCase() : review.state,
    html_url: page,
    pull_request_url: api,
    author_association: associationOf(repo, review.user),
    _links: { html: { href: page }, pull_request: { href: api } },
  };
}
