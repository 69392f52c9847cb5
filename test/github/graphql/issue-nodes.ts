import { commitsBetween } from '../git/graph.ts';
import type { Comment, Issue, Label, Pull, Reaction, Repository, Review, TimelineItem } from '../model.ts';
import { closingNumbers } from '../operations/close-by-keywords.ts';
import { pullDetail, pullFiles } from '../operations/pulls.ts';
import { readPull } from '../operations/read-ref.ts';
import { iso, isoOrNull } from '../render/iso.ts';
import { renderComment } from '../render/issue.ts';
import { fullName } from '../render/repository.ts';
import { associationOf } from '../render/association.ts';
import { accountNode } from './account-node.ts';
import { commitNode, refNode } from './git-nodes.ts';
import { connection, type PageArgs, type View } from './view.ts';

export function labelNode(label: Label): object {
  return {
    __typename: 'Label',
    id: label.nodeId,
    name: label.name,
    color: label.color,
    description: label.description,
    isDefault: false,
  };
}

export function issueNode(view: View, issue: Issue): object {
  return {
    __typename: 'Issue',
    ...common(view, issue, 'issues'),
    databaseId: issue.id,
    fullDatabaseId: String(issue.id),
    state: issue.state.toUpperCase(),
    stateReason: issue.stateReason?.toUpperCase() ?? null,
    parent: () => (issue.parent ? issueNode(view, issue.parent) : null),
    subIssues: (args: PageArgs) => connection(issue.subIssues, args, (one) => issueNode(view, one)),
    subIssuesSummary: {
      total: issue.subIssues.length,
      completed: issue.subIssues.filter((one) => one.state === 'closed').length,
      percentCompleted: 0,
    },
    milestone: issue.milestone
      ? { id: issue.milestone.nodeId, number: issue.milestone.number, title: issue.milestone.title }
      : null,
    assignees: (args: PageArgs) => connection(issue.assignees, args, (user) => accountNode(view, user)),
  };
}

const TIMELINE = { labeled: 'LabeledEvent', unlabeled: 'UnlabeledEvent', reopened: 'ReopenedEvent' } as const;

function isOfTypes({ action }: TimelineItem, types: readonly string[] | undefined): boolean {
  return types === undefined || types.includes(`${action.toUpperCase()}_EVENT`);
}

function timelineNode(view: View, { action, label, by, at }: TimelineItem): object {
  return {
    __typename: TIMELINE[action],
    createdAt: iso(at),
    actor: () => accountNode(view, by),
    ...(label ? { label: labelNode(label) } : {}),
  };
}

function common(view: View, issue: Issue, kind: 'issues' | 'pull') {
  const path = `/${fullName(issue.repo)}/${kind}/${issue.number}`;
  return {
    id: issue.nodeId,
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    url: `${view.twin.url}${path}`,
    resourcePath: path,
    closed: issue.state === 'closed',
    closedAt: isoOrNull(issue.closedAt),
    createdAt: iso(issue.createdAt),
    updatedAt: iso(issue.updatedAt),
    author: () => accountNode(view, issue.user),
    authorAssociation: associationOf(issue.repo, issue.user),
    repository: () => view.repositoryNode(issue.repo),
    labels: (args: PageArgs) => connection(issue.labels, args, labelNode),
    timelineItems: (args: PageArgs & { itemTypes?: readonly string[] }) =>
      connection(
        issue.timeline.filter((item) => isOfTypes(item, args.itemTypes)),
        args,
        (item) => timelineNode(view, item),
      ),
    comments: (args: PageArgs) => connection(issue.comments, args, (comment) => commentNode(view, comment)),
    reactions: (args: PageArgs) =>
      connection(issue.reactions, args, (reaction) => reactionNode(view, reaction)),
  };
}

/** A pull request as this read sees it: stale where a test asked for that. */
export function pullNode(view: View, current: Pull): object {
  const pull = readPull(view.twin, current);
  const { issue } = pull;
  const { repo } = issue;
  const tip = (of: Repository, branch: string) => {
    const sha = of.refs.get(`refs/heads/${branch}`);
    return sha === undefined ? null : refNode(view, of, `refs/heads/${branch}`, sha);
  };
  return {
    __typename: 'PullRequest',
    ...common(view, issue, 'pull'),
    databaseId: pull.id,
    fullDatabaseId: String(pull.id),
    state: pull.mergedAt ? 'MERGED' : issue.state.toUpperCase(),
    isDraft: pull.draft,
    merged: pull.mergedAt !== undefined,
    mergedAt: isoOrNull(pull.mergedAt),
    mergedBy: () => (pull.mergedBy ? accountNode(view, pull.mergedBy) : null),
    headRefOid: pull.headSha,
    headRefName: pull.headRef,
    baseRefOid: pull.baseSha,
    baseRefName: pull.baseRef,
    headRef: () => tip(pull.headRepo, pull.headRef),
    baseRef: () => tip(repo, pull.baseRef),
    headRepository: () => view.repositoryNode(pull.headRepo),
    headRepositoryOwner: () => accountNode(view, pull.headRepo.owner),
    baseRepository: () => view.repositoryNode(repo),
    isCrossRepository: pull.headRepo !== repo,
    mergeable: async () => {
      const { mergeable } = await pullDetail(view.twin, pull);
      return mergeable === null ? 'UNKNOWN' : mergeable ? 'MERGEABLE' : 'CONFLICTING';
    },
    mergeCommit: async () => oneCommit(view, repo, pull.mergeCommitSha),
    changedFiles: async () => (await pullFiles(pull)).length,
    files: async (args: PageArgs) => connection(await pullFiles(pull), args, fileNode),
    reviewDecision: null,
    reviews: (args: PageArgs & { states?: string[]; author?: string }) => {
      const found = pull.reviews.filter((review) => !args.states || args.states.includes(review.state));
      return connection(found, args, (review) => reviewNode(view, pull, review));
    },
    latestReviews: (args: PageArgs) =>
      connection(latest(pull.reviews), args, (review) => reviewNode(view, pull, review)),
    latestOpinionatedReviews: (args: PageArgs) =>
      connection(latest(pull.reviews.filter((one) => one.state !== 'COMMENTED')), args, (review) =>
        reviewNode(view, pull, review),
      ),
    closingIssuesReferences: (args: PageArgs) =>
      connection(closing(pull), args, (one) => issueNode(view, one)),
    commits: async (args: PageArgs) => {
      const base = pull.mergedAt
        ? pull.baseSha
        : (repo.refs.get(`refs/heads/${pull.baseRef}`) ?? pull.baseSha);
      const shas = (await commitsBetween(repo.git, [pull.headSha], [base])).toReversed();
      const commits = await Promise.all(shas.map((sha) => repo.git.commit(sha)));
      return connection(
        commits.flatMap((one) => (one ? [one] : [])),
        args,
        (one) => ({
          id: `PRC_${one.sha}`,
          commit: commitNode(view, repo, one),
        }),
      );
    },
  };
}

async function oneCommit(view: View, repo: Repository, sha: string | undefined): Promise<object | null> {
  const commit = sha === undefined ? undefined : await repo.git.commit(sha);
  return commit ? commitNode(view, repo, commit) : null;
}

function fileNode(file: Awaited<ReturnType<typeof pullFiles>>[number]) {
  const changeType = file.status === 'removed' ? 'DELETED' : file.status.toUpperCase();
  return { path: file.filename, additions: file.additions, deletions: file.deletions, changeType };
}

/** The last review of each account. */
function latest(reviews: readonly Review[]): Review[] {
  return [...new Map(reviews.map((review) => [review.user.id, review])).values()];
}

// GitHub links issues for pull requests into the default branch only.
function closing({ issue, baseRef }: Pull): Issue[] {
  if (baseRef !== issue.repo.defaultBranch) return [];
  return closingNumbers(issue.body ?? '').flatMap((number) => issue.repo.issues.get(number) ?? []);
}

export function reviewNode(view: View, pull: Pull, review: Review): object {
  return {
    __typename: 'PullRequestReview',
    id: review.nodeId,
    databaseId: review.id,
    state: review.state,
    body: review.body,
    author: () => accountNode(view, review.user),
    authorAssociation: associationOf(pull.issue.repo, review.user),
    submittedAt: iso(review.submittedAt),
    commit: () => oneCommit(view, pull.issue.repo, review.commit),
  };
}

export function commentNode(view: View, comment: Comment): object {
  return {
    __typename: 'IssueComment',
    id: comment.nodeId,
    databaseId: comment.id,
    body: comment.body,
    url: renderComment(view.twin, comment).html_url,
    author: () => accountNode(view, comment.user),
    createdAt: iso(comment.createdAt),
    updatedAt: iso(comment.updatedAt),
    reactions: (args: PageArgs) =>
      connection(comment.reactions, args, (reaction) => reactionNode(view, reaction)),
  };
}

const names: Readonly<Record<string, string>> = { '+1': 'THUMBS_UP', '-1': 'THUMBS_DOWN' };

export function reactionNode(view: View, reaction: Reaction): object {
  const content = names[reaction.content] ?? reaction.content.toUpperCase();
  return {
    __typename: 'Reaction',
    id: reaction.nodeId,
    databaseId: reaction.id,
    content,
    user: () => accountNode(view, reaction.user),
  };
}
