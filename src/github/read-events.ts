import type { InstallationEvent, RepoEvent } from '../core/model/event.ts';
import { decodeCheckRun } from './decode/decode-check-run.ts';
import { decodeCheckSuite } from './decode/decode-check-suite.ts';
import { decodeComment } from './decode/decode-comment.ts';
import { decodeDeploymentStatus } from './decode/decode-deployment-status.ts';
import { decodeElsewhere } from './decode/decode-elsewhere.ts';
import { decodeInstallation } from './decode/decode-installation.ts';
import { decodeAction } from './decode/decode-action.ts';
import { decodeIssue } from './decode/decode-issue.ts';
import { decodeIssueAction } from './decode/decode-issue-action.ts';
import { decodePull } from './decode/decode-pull.ts';
import { decodePush } from './decode/decode-push.ts';
import { decodeRef } from './decode/decode-ref.ts';
import { decodeRepositoryEvent } from './decode/decode-repository-event.ts';
import { decodeWorkflowJob } from './decode/decode-workflow-job.ts';
import { decodeWorkflowRun } from './decode/decode-workflow-run.ts';

/** From a webhook's payload to the domain event that `handlers.ts` passes on. Null: nothing that concerns us. */
type ReadRepoEvent = (payload: unknown) => RepoEvent | null;

export const issueEvent: ReadRepoEvent = (payload) => {
  const { action, label } = decodeIssueAction(payload);
  const { isPull, ...issue } = decodeIssue(payload);
  if (isPull) return null;
  if (action === 'deleted' || action === 'transferred')
    return { kind: 'issue_gone', issue: issue.number, how: action };
  return { kind: 'issue', action: issueAction(action), issue, label };
};

/**
 * A link between two issues changed: the one whose needs changed is looked at again, and the one that has sub-issues now
 * or has none any more.
 */
export const linkedIssueEvent: ReadRepoEvent = (payload) => {
  const field = linkedField(payload);
  if (!hasField(payload, field) || (field !== 'parent_issue' && decodeElsewhere(payload))) return null;
  const { isPull, ...issue } = decodeIssue(payload, field);
  return isPull ? null : { kind: 'issue', action: 'other', issue, label: null };
};

export const commentEvent: ReadRepoEvent = (payload) => {
  const comment = decodeComment(payload);
  const issue = decodeIssue(payload);
  // Changed since it was written: what it says now is not what was asked, so nothing runs.
  if (comment.edited) return null;
  return {
    kind: 'comment',
    issue: issue.number,
    isPull: issue.isPull,
    commentId: comment.id,
    body: comment.body,
  };
};

const PULL_ACTIONS: Readonly<Record<string, Extract<RepoEvent, { kind: 'pull' }>['action']>> = {
  opened: 'opened',
  synchronize: 'synchronize',
  closed: 'closed',
  reopened: 'reopened',
  edited: 'edited',
  ready_for_review: 'ready',
  converted_to_draft: 'draft',
  labeled: 'labeled',
  unlabeled: 'unlabeled',
};

export const pullEvent: ReadRepoEvent = (payload) => {
  const { action, label } = decodeIssueAction(payload);
  return {
    kind: 'pull',
    action: PULL_ACTIONS[action] ?? 'other',
    pull: decodePull(payload),
    ...(label === null ? {} : { label }),
  };
};

export const reviewEvent: ReadRepoEvent = (payload) => ({ kind: 'review', pull: decodePull(payload).number });

export const pushEvent: ReadRepoEvent = (payload) => {
  const { branch, after, deleted, commits } = decodePush(payload);
  return branch === null || deleted ? null : { kind: 'push', branch, after, commits };
};

export const createEvent: ReadRepoEvent = (payload) => {
  const { branch } = decodeRef(payload);
  return branch === null ? null : { kind: 'branch_created', branch };
};

export const deleteEvent: ReadRepoEvent = (payload) => {
  const { branch } = decodeRef(payload);
  return branch === null ? null : { kind: 'branch_deleted', branch };
};

export const checkRunEvent: ReadRepoEvent = (payload) => ({ kind: 'check', check: decodeCheckRun(payload) });

export const checkRequestEvent: ReadRepoEvent = (payload) => {
  const { sha, requestedAction } = decodeCheckRun(payload);
  switch (requestedAction) {
    case null:
      return { kind: 'check_request', sha, action: 'rerequested' };
    case 'queue':
    case 'dequeue':
    case 'retry':
      return { kind: 'check_request', sha, action: requestedAction };
    default:
      return null;
  }
};

export const checkSuiteEvent: ReadRepoEvent = (payload) => {
  const { sha, branch } = decodeCheckSuite(payload);
  return { kind: 'check_suite', sha, branch };
};

export const workflowRunEvent: ReadRepoEvent = (payload) => ({
  kind: 'workflow_run',
  run: decodeWorkflowRun(payload),
});

export const workflowJobEvent: ReadRepoEvent = (payload) => {
  const { sha, branch, completed } = decodeWorkflowJob(payload);
  return { kind: 'workflow_job', sha, branch, completed };
};

export const deploymentStatusEvent: ReadRepoEvent = (payload) => {
  const { sha, environment, state, url } = decodeDeploymentStatus(payload);
  return { kind: 'deployment_status', sha, environment, state, url };
};

export function installationEvent(payload: unknown): InstallationEvent | null {
  const { action, id } = decodeInstallation(payload);
  switch (action) {
    case 'created':
    case 'new_permissions_accepted':
      return { kind: 'installed', installationId: id };
    case 'deleted':
      return { kind: 'uninstalled', installationId: id };
    case 'suspend':
      return { kind: 'suspended', installationId: id };
    case 'unsuspend':
      return { kind: 'unsuspended', installationId: id };
    default:
      return null;
  }
}

export function installationRepositoriesEvent(payload: unknown): InstallationEvent | null {
  const { action, id, added, removed } = decodeInstallation(payload);
  if (action === 'added') return { kind: 'repositories_added', installationId: id, repositories: added };
  const repoIds = removed.map((repository) => repository.repoId);
  return { kind: 'repositories_removed', installationId: id, repoIds };
}

export function repositoryEvent(payload: unknown): InstallationEvent | null {
  const { action, installationId, ...repo } = decodeRepositoryEvent(payload);
  if (action === 'deleted') return { kind: 'repository_deleted', repoId: repo.repoId };
  return installationId === null ? null : { kind: 'repository_changed', repo: { ...repo, installationId } };
}

function issueAction(action: string): Extract<RepoEvent, { kind: 'issue' }>['action'] {
  switch (action) {
    case 'opened':
    case 'edited':
    case 'closed':
    case 'reopened':
    case 'labeled':
    case 'unlabeled':
    case 'milestoned':
      return action;
    default:
      return 'other';
  }
}

function linkedField(payload: unknown): 'blocked_issue' | 'sub_issue' | 'parent_issue' {
  if (hasField(payload, 'blocked_issue')) return 'blocked_issue';
  // Either side hears of it, with both issues in it.
  return decodeAction(payload).startsWith('sub_issue_') ? 'parent_issue' : 'sub_issue';
}

function hasField(payload: unknown, field: string): boolean {
  return typeof payload === 'object' && payload !== null && field in payload;
}
