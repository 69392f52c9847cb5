import { emit } from '../hooks/emit.ts';
import type { Actor, Issue, Label, Milestone, Repository, User } from '../model.ts';
import { renderWebhookIssue } from '../render/issue.ts';
import { renderLabel, renderMilestone } from '../render/label.ts';
import { renderPull } from '../render/pull.ts';
import { renderRepository } from '../render/repository.ts';
import { renderUser } from '../render/user.ts';
import { nodeId, type Twin } from '../twin.ts';
import { findOrCreateLabel } from './labels.ts';

export interface NewIssue {
  readonly title: string;
  readonly body?: string | null;
  readonly labels?: readonly string[];
  readonly assignees?: readonly User[];
  readonly milestone?: Milestone;
}

/** A record in the repository's series of numbers, shared by issues and pull requests; sends nothing. */
export function newIssueRecord(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  o: NewIssue,
  kind: 'I' | 'PR' = 'I',
): Issue {
  const id = twin.nextId();
  const now = twin.now();
  const issue: Issue = {
    id,
    nodeId: nodeId(kind, id),
    number: repo.nextNumber,
    repo,
    user: actor.user,
    viaApp: actor.installation ? twin.app : undefined,
    title: o.title,
    body: o.body ?? null,
    state: 'open',
    stateReason: null,
    labels: (o.labels ?? []).map((name) => findOrCreateLabel(twin, repo, actor, name)),
    assignees: [...(o.assignees ?? [])],
    milestone: o.milestone,
    comments: [],
    reactions: [],
    timeline: [],
    createdAt: now,
    updatedAt: now,
    closedAt: undefined,
    closedBy: undefined,
    pull: undefined,
    parent: undefined,
    subIssues: [],
    blockedBy: [],
  };
  repo.nextNumber += 1;
  repo.issues.set(issue.number, issue);
  twin.nodes.set(issue.nodeId, { type: kind === 'PR' ? 'PullRequest' : 'Issue', entity: issue, repo });
  return issue;
}

/** Opens the issue; GitHub follows `opened` with one `labeled` for each label. */
export function openIssue(twin: Twin, repo: Repository, actor: Actor, o: NewIssue): Issue {
  const issue = newIssueRecord(twin, repo, actor, o);
  emitIssue(twin, issue, actor, 'opened');
  for (const label of issue.labels) emitLabel(twin, issue, actor, { action: 'labeled', label });
  for (const user of issue.assignees)
    emitIssue(twin, issue, actor, 'assigned', { assignee: renderUser(twin, user) });
  if (issue.milestone)
    emitIssue(twin, issue, actor, 'milestoned', { milestone: renderMilestone(twin, repo, issue.milestone) });
  return issue;
}

/** Sends `issues.<action>`, or `pull_request.<action>` when the issue is a pull request. */
export function emitIssue(
  twin: Twin,
  issue: Issue,
  actor: Actor,
  action: string,
  extra: Record<string, unknown> = {},
): void {
  const { pull, repo, number } = issue;
  if (pull) {
    emit(twin, repo, actor, 'pull_request', () => ({
      action,
      number,
      pull_request: renderPull(twin, pull),
      ...extra,
    }));
    const notice = {
      action,
      number,
      headRef: pull.headRef,
      headSha: pull.headSha,
      baseRef: pull.baseRef,
      by: actor.user,
    };
    for (const listener of repo.pullListeners) listener(notice);
  } else {
    emit(twin, repo, actor, 'issues', () => ({ action, issue: renderWebhookIssue(twin, issue), ...extra }));
  }
}

export interface IssueEdit {
  readonly title?: string;
  readonly body?: string | null;
}

export function editIssue(twin: Twin, issue: Issue, actor: Actor, edit: IssueEdit): void {
  const changes: Record<string, unknown> = {};
  if (edit.title !== undefined && edit.title !== issue.title) {
    changes.title = { from: issue.title };
    issue.title = edit.title;
  }
  if (edit.body !== undefined && edit.body !== issue.body) {
    changes.body = { from: issue.body ?? '' };
    issue.body = edit.body;
  }
  if (Object.keys(changes).length === 0) return;
  issue.updatedAt = twin.now();
  emitIssue(twin, issue, actor, 'edited', { changes });
}

export function closeIssue(
  twin: Twin,
  issue: Issue,
  actor: Actor,
  reason: Issue['stateReason'] = 'completed',
): void {
  if (issue.state === 'closed') {
    issue.stateReason = issue.pull ? null : reason;
    return;
  }
  const now = twin.now();
  Object.assign(issue, { state: 'closed', closedAt: now, updatedAt: now, closedBy: actor.user });
  issue.stateReason = issue.pull ? null : (reason ?? 'completed');
  emitIssue(twin, issue, actor, 'closed');
}

export function reopenIssue(twin: Twin, issue: Issue, actor: Actor): void {
  if (issue.state === 'open' || issue.pull?.mergedAt) return;
  Object.assign(issue, { state: 'open', closedAt: undefined, closedBy: undefined, updatedAt: twin.now() });
  issue.stateReason = issue.pull ? null : 'reopened';
  issue.timeline.push({ action: 'reopened', label: undefined, by: actor.user, at: twin.now() });
  emitIssue(twin, issue, actor, 'reopened');
}

/** Makes `names` the issue's labels, with one event for each that came or went. */
export function setLabels(twin: Twin, issue: Issue, actor: Actor, names: readonly string[]): void {
  const wanted = names.map((name) => findOrCreateLabel(twin, issue.repo, actor, name));
  for (const label of issue.labels.filter((one) => !wanted.includes(one)))
    removeLabel(twin, issue, actor, label);
  addLabels(twin, issue, actor, wanted);
}

export function addLabels(twin: Twin, issue: Issue, actor: Actor, labels: readonly Label[]): void {
  for (const label of labels) {
    if (issue.labels.includes(label)) continue;
    issue.labels = [...issue.labels, label];
    issue.updatedAt = twin.now();
    emitLabel(twin, issue, actor, { action: 'labeled', label });
  }
}

export function removeLabel(twin: Twin, issue: Issue, actor: Actor, label: Label): void {
  if (!issue.labels.includes(label)) return;
  issue.labels = issue.labels.filter((one) => one !== label);
  issue.updatedAt = twin.now();
  emitLabel(twin, issue, actor, { action: 'unlabeled', label });
}

function emitLabel(
  twin: Twin,
  issue: Issue,
  actor: Actor,
  { action, label }: { readonly action: 'labeled' | 'unlabeled'; readonly label: Label },
): void {
  issue.timeline.push({ action, label, by: actor.user, at: twin.now() });
  emitIssue(twin, issue, actor, action, { label: renderLabel(twin, issue.repo, label) });
}

export function setAssignees(twin: Twin, issue: Issue, actor: Actor, users: readonly User[]): void {
  const before = issue.assignees;
  for (const user of before.filter((one) => !users.includes(one))) {
    issue.assignees = issue.assignees.filter((one) => one !== user);
    emitIssue(twin, issue, actor, 'unassigned', { assignee: renderUser(twin, user) });
  }
  for (const user of users.filter((one) => !before.includes(one))) {
    issue.assignees = [...issue.assignees, user];
    emitIssue(twin, issue, actor, 'assigned', { assignee: renderUser(twin, user) });
  }
}

export function setMilestone(twin: Twin, issue: Issue, actor: Actor, milestone: Milestone | undefined): void {
  const before = issue.milestone;
  if (before === milestone) return;
  issue.milestone = milestone;
  issue.updatedAt = twin.now();
  if (before)
    emitIssue(twin, issue, actor, 'demilestoned', { milestone: renderMilestone(twin, issue.repo, before) });
  if (milestone)
    emitIssue(twin, issue, actor, 'milestoned', { milestone: renderMilestone(twin, issue.repo, milestone) });
}

export function deleteIssue(twin: Twin, issue: Issue, actor: Actor): void {
  forget(twin, issue);
  emitIssue(twin, issue, actor, 'deleted');
}

/** Moves the issue: the old repository says `transferred`, the new one `opened` with where it came from. */
export function transferIssue(twin: Twin, issue: Issue, actor: Actor, target: Repository): Issue {
  forget(twin, issue);
  const moved = newIssueRecord(twin, target, { user: issue.user }, { title: issue.title, body: issue.body });
  const link = (one: Issue, repo: Repository, prefix: 'new' | 'old') => ({
    [`${prefix}_issue`]: renderWebhookIssue(twin, one),
    [`${prefix}_repository`]: renderRepository(twin, repo),
  });
  emitIssue(twin, issue, actor, 'transferred', { changes: link(moved, target, 'new') });
  emitIssue(twin, moved, actor, 'opened', { changes: link(issue, issue.repo, 'old') });
  return moved;
}

function forget(twin: Twin, issue: Issue): void {
  issue.repo.issues.delete(issue.number);
  twin.nodes.delete(issue.nodeId);
  for (const comment of issue.comments) issue.repo.comments.delete(comment.id);
}
