import { emit } from '../hooks/emit.ts';
import type { Actor, Comment, Issue, Reaction } from '../model.ts';
import { renderComment, renderWebhookIssue } from '../render/issue.ts';
import { nodeId, type Twin } from '../twin.ts';

export function addComment(twin: Twin, issue: Issue, actor: Actor, body: string): Comment {
  const id = twin.nextId();
  const now = twin.now();
  const comment: Comment = {
    id,
    nodeId: nodeId('IC', id),
    issue,
    user: actor.user,
    body,
    createdAt: now,
    updatedAt: now,
    viaApp: actor.installation ? twin.app : undefined,
    reactions: [],
  };
  issue.comments.push(comment);
  issue.updatedAt = now;
  issue.repo.comments.set(id, comment);
  twin.nodes.set(comment.nodeId, { type: 'IssueComment', entity: comment, repo: issue.repo });
  emitComment(twin, comment, actor, 'created');
  return comment;
}

export function editComment(twin: Twin, comment: Comment, actor: Actor, body: string): void {
  const from = comment.body;
  comment.body = body;
  comment.updatedAt = twin.now();
  emitComment(twin, comment, actor, 'edited', { changes: { body: { from } } });
}

export function deleteComment(twin: Twin, comment: Comment, actor: Actor): void {
  const { issue } = comment;
  issue.comments.splice(issue.comments.indexOf(comment), 1);
  issue.repo.comments.delete(comment.id);
  twin.nodes.delete(comment.nodeId);
  emitComment(twin, comment, actor, 'deleted');
}

function emitComment(
  twin: Twin,
  comment: Comment,
  actor: Actor,
  action: string,
  extra: Record<string, unknown> = {},
): void {
  emit(twin, comment.issue.repo, actor, 'issue_comment', () => ({
    action,
    issue: renderWebhookIssue(twin, comment.issue),
    comment: renderComment(twin, comment),
    ...extra,
  }));
}

/** One reaction of a kind per account: a second one is the first again. */
export function react(
  twin: Twin,
  target: Comment | Issue,
  actor: Actor,
  content: string,
): { reaction: Reaction; created: boolean } {
  const known = target.reactions.find((one) => one.content === content && one.user.id === actor.user.id);
  if (known) return { reaction: known, created: false };
  const id = twin.nextId();
  const reaction = { id, nodeId: nodeId('REA', id), user: actor.user, content, createdAt: twin.now() };
  target.reactions.push(reaction);
  return { reaction, created: true };
}
