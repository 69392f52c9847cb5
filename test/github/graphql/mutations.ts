import type { Comment, Issue, Label, Repository } from '../model.ts';
import { addComment, deleteComment, editComment, react } from '../operations/comments.ts';
import { addLabels, closeIssue, removeLabel, reopenIssue } from '../operations/issues.ts';
import { setDraft } from '../operations/pulls.ts';
import { updateRefs, type RefRefusal } from '../operations/update-refs.ts';
import { hasLevel } from '../operations/users.ts';
import { allows } from '../http/authorize.ts';
import { commentNode, issueNode, pullNode, reactionNode } from './issue-nodes.ts';
import { accountNode } from './account-node.ts';
import { missing } from './repository-node.ts';
import type { View } from './view.ts';

type Input = { readonly input: Readonly<Record<string, unknown>> };

const zeros = '0'.repeat(40);

/** The mutations the App and people use; each demands what its REST twin demands. */
export function mutations(view: View) {
  const { twin, actor } = view;
  const issues = ['issues:write', 'pull_requests:write'];
  return {
    updateRefs: async ({ input }: Input) => {
      const repo = find(view, String(input.repositoryId), ['Repository']).entity as Repository;
      demand(view, repo, ['contents:write'], 'write');
      const updates = input.refUpdates as {
        name: string;
        afterOid: string;
        beforeOid?: string | null;
        force?: boolean;
      }[];
      const refusal = await updateRefs(twin, repo, actor, updates.map(toUpdate));
      if (refusal) throw refused(refusal);
      return { clientMutationId: input.clientMutationId ?? null };
    },
    addLabelsToLabelable: ({ input }: Input) => {
      const issue = issueBy(view, input.labelableId, issues, 'triage');
      addLabels(twin, issue, actor, labelsBy(view, input.labelIds));
      return { labelable: anyIssue(view, issue) };
    },
    removeLabelsFromLabelable: ({ input }: Input) => {
      const issue = issueBy(view, input.labelableId, issues, 'triage');
      for (const label of labelsBy(view, input.labelIds)) removeLabel(twin, issue, actor, label);
      return { labelable: anyIssue(view, issue) };
    },
    closeIssue: ({ input }: Input) => {
      const issue = issueBy(view, input.issueId, ['issues:write'], 'triage');
      const reason =
        typeof input.stateReason === 'string'
          ? (input.stateReason.toLowerCase() as Issue['stateReason'])
          : 'completed';
      closeIssue(twin, issue, actor, reason);
      return { issue: issueNode(view, issue) };
    },
    reopenIssue: ({ input }: Input) => {
      const issue = issueBy(view, input.issueId, ['issues:write'], 'triage');
      reopenIssue(twin, issue, actor);
      return { issue: issueNode(view, issue) };
    },
    addComment: ({ input }: Input) => {
      const issue = issueBy(view, input.subjectId, issues);
      const comment = addComment(twin, issue, actor, String(input.body));
      const node = commentNode(view, comment);
      return { commentEdge: { node, cursor: '' }, subject: anyIssue(view, issue) };
    },
    updateIssueComment: ({ input }: Input) => {
      const comment = commentBy(view, input.id, issues);
      editComment(twin, comment, actor, String(input.body));
      return { issueComment: commentNode(view, comment) };
    },
    deleteIssueComment: ({ input }: Input) => {
      deleteComment(twin, commentBy(view, input.id, issues), actor);
      return {};
    },
    addReaction: ({ input }: Input) => {
      const { entity, repo } = find(view, String(input.subjectId), ['IssueComment', 'Issue', 'PullRequest']);
      if (repo) demand(view, repo, issues);
      const contents: Readonly<Record<string, string>> = { THUMBS_UP: '+1', THUMBS_DOWN: '-1' };
      const content = contents[String(input.content)] ?? String(input.content).toLowerCase();
      return {
        reaction: reactionNode(view, react(twin, entity as Comment | Issue, actor, content).reaction),
      };
    },
    markPullRequestReadyForReview: ({ input }: Input) => toDraft(view, input.pullRequestId, false),
    convertPullRequestToDraft: ({ input }: Input) => toDraft(view, input.pullRequestId, true),
  };
}

/** `node(id)` of the query root. */
export function nodeBy(view: View, id: string): object {
  const { type, entity } = find(view, id, [
    'Issue',
    'PullRequest',
    'IssueComment',
    'Repository',
    'User',
    'Bot',
    'Label',
  ]);
  if (type === 'Repository') return view.repositoryNode(entity as Repository);
  if (type === 'IssueComment') return commentNode(view, entity as Comment);
  if (type === 'User' || type === 'Bot') return accountNode(view, entity as never);
  if (type === 'Label') {
    const { nodeId: labelId, name, color, description } = entity as Label;
    return { __typename: 'Label', id: labelId, name, color, description };
  }
  return anyIssue(view, entity as Issue);
}

function toUpdate(one: { name: string; afterOid: string; beforeOid?: string | null; force?: boolean }) {
  const before = one.beforeOid == null ? undefined : one.beforeOid === zeros ? null : one.beforeOid;
  return {
    ref: one.name,
    before,
    after: one.afterOid === zeros ? null : one.afterOid,
    force: one.force ?? false,
  };
}

function refused(refusal: RefRefusal): Error {
  const { ref, kind } = refusal;
  if (kind === 'protected') return typed('UNPROCESSABLE', refusal.message);
  if (kind === 'workflows') return typed('FORBIDDEN', 'Resource not accessible by integration');
  const messages = {
    exists: `Reference cannot be updated: expected ${ref} not to exist.`,
    missing: `Reference does not exist: ${ref}`,
    mismatch: `Reference cannot be updated: ${ref} is not at the expected oid.`,
    'not-fast-forward': `Update of ${ref} is not a fast-forward.`,
    'no-object': `Object for ${ref} does not exist.`,
    'bad-name': `${ref} is not a valid ref name.`,
  } as const;
  return typed(kind === 'missing' ? 'NOT_FOUND' : 'UNPROCESSABLE', messages[kind]);
}

function typed(type: string, message: string): Error {
  return Object.assign(new Error(message), { extensions: { type } });
}

function find({ twin }: View, id: string, types: readonly string[]) {
  const found = twin.nodes.get(id);
  if (!found || !types.includes(found.type))
    throw missing(`Could not resolve to a node with the global id of '${id}'`);
  return found;
}

function demand(
  { actor }: View,
  repo: Repository,
  permission: readonly string[],
  level: 'read' | 'triage' | 'write' = 'read',
): void {
  const { installation } = actor;
  const allowed = installation
    ? installation.repositories.has(repo) && allows(installation.permissions, permission)
    : actor.app !== undefined || hasLevel(repo, actor.user, level);
  if (!allowed)
    throw typed(
      'FORBIDDEN',
      installation
        ? 'Resource not accessible by integration'
        : `${actor.user.login} does not have the correct permissions`,
    );
  if (repo.archived) throw typed('FORBIDDEN', 'Repository was archived so is read-only.');
}

function issueBy(
  view: View,
  id: unknown,
  permission: readonly string[],
  level: 'read' | 'triage' = 'read',
): Issue {
  const issue = find(view, String(id), ['Issue', 'PullRequest']).entity as Issue;
  demand(view, issue.repo, permission, issue.user.id === view.actor.user.id ? 'read' : level);
  return issue;
}

function commentBy(view: View, id: unknown, permission: readonly string[]): Comment {
  const comment = find(view, String(id), ['IssueComment']).entity as Comment;
  demand(view, comment.issue.repo, permission, comment.user.id === view.actor.user.id ? 'read' : 'write');
  return comment;
}

function labelsBy(view: View, ids: unknown): Label[] {
  return (ids as string[]).map((id) => find(view, id, ['Label']).entity as Label);
}

function anyIssue(view: View, issue: Issue): object {
  return issue.pull ? pullNode(view, issue.pull) : issueNode(view, issue);
}

function toDraft(view: View, id: unknown, draft: boolean) {
  const issue = issueBy(view, id, ['pull_requests:write'], 'triage');
  if (!issue.pull) throw missing('Not a pull request');
  setDraft(view.twin, issue.pull, view.actor, draft);
  return { pullRequest: pullNode(view, issue.pull) };
}
