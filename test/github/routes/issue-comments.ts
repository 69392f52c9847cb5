import { HttpError, invalid, notFound } from '../http/http-error.ts';
import { issueOf, list, ok, textOf, type Call, type Route } from '../http/route.ts';
import type { Comment } from '../model.ts';
import { addComment, deleteComment, editComment, react } from '../operations/comments.ts';
import { hasLevel } from '../operations/users.ts';
import { renderComment } from '../render/issue.ts';
import { renderReaction } from '../render/reactions.ts';

const read = ['issues:read', 'pull_requests:read'] as const;
const write = ['issues:write', 'pull_requests:write'] as const;
const base = '/repos/{owner}/{repo}/issues';
const contents = new Set(['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes']);

export const issueCommentRoutes: readonly Route[] = [
  { method: 'GET', template: `${base}/comments`, permission: read, handle: listAll },
  {
    method: 'GET',
    template: `${base}/{issue_number}/comments`,
    permission: read,
    handle: (call) =>
      list(issueOf(call).comments.filter(sinceFilter(call)), (comment) => renderComment(call.twin, comment)),
  },
  {
    method: 'POST',
    template: `${base}/{issue_number}/comments`,
    permission: write,
    handle: (call) => {
      const body = textOf(call, 'body', 'IssueComment');
      if (body.length > 65_536)
        throw invalid('IssueComment', 'body', 'custom', 'body is too long (maximum is 65536 characters)');
      return ok(renderComment(call.twin, addComment(call.twin, issueOf(call), call.actor, body)), 201);
    },
  },
  {
    method: 'GET',
    template: `${base}/comments/{comment_id}`,
    permission: read,
    handle: (call) => ok(renderComment(call.twin, commentOf(call))),
  },
  {
    method: 'PATCH',
    template: `${base}/comments/{comment_id}`,
    permission: write,
    handle: (call) => {
      const comment = commentOf(call);
      demandOwn(call, comment);
      const body = textOf(call, 'body', 'IssueComment');
      if (body.length > 65_536)
        throw invalid('IssueComment', 'body', 'custom', 'body is too long (maximum is 65536 characters)');
      editComment(call.twin, comment, call.actor, body);
      return ok(renderComment(call.twin, comment));
    },
  },
  {
    method: 'DELETE',
    template: `${base}/comments/{comment_id}`,
    permission: write,
    handle: (call) => {
      demandOwn(call, commentOf(call));
      deleteComment(call.twin, commentOf(call), call.actor);
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    template: `${base}/comments/{comment_id}/reactions`,
    permission: read,
    handle: (call) => list(commentOf(call).reactions, (reaction) => renderReaction(call.twin, reaction)),
  },
  {
    method: 'POST',
    template: `${base}/comments/{comment_id}/reactions`,
    permission: write,
    handle: (call) => postReaction(call, commentOf(call)),
  },
  {
    method: 'GET',
    template: `${base}/{issue_number}/reactions`,
    permission: read,
    handle: (call) => list(issueOf(call).reactions, (reaction) => renderReaction(call.twin, reaction)),
  },
  {
    method: 'POST',
    template: `${base}/{issue_number}/reactions`,
    permission: write,
    handle: (call) => postReaction(call, issueOf(call)),
  },
];

function commentOf({ repo, params }: Call): Comment {
  const found = repo.comments.get(Number(params.comment_id));
  if (!found) throw notFound();
  return found;
}

/** Others' comments are for people with write, and for Apps with the permission. */
function demandOwn({ actor, repo }: Call, comment: Comment): void {
  if (actor.installation || actor.user.id === comment.user.id || hasLevel(repo, actor.user, 'write')) return;
  throw new HttpError(403, 'Must have admin rights to Repository.');
}

function sinceFilter({ query }: Call): (comment: Comment) => boolean {
  const since = Date.parse(query.get('since') ?? '');
  return (comment) => Number.isNaN(since) || comment.updatedAt.getTime() >= since;
}

function listAll(call: Call) {
  const { repo, query, twin } = call;
  const found = [...repo.comments.values()].filter(sinceFilter(call));
  const time = (comment: Comment): number =>
    (query.get('sort') === 'updated' ? comment.updatedAt : comment.createdAt).getTime();
  const sign = query.get('direction') === 'desc' && query.get('sort') !== null ? -1 : 1;
  found.sort((a, b) => sign * (time(a) - time(b) || a.id - b.id));
  return list(found, (comment) => renderComment(twin, comment));
}

function postReaction(call: Call, target: Comment | ReturnType<typeof issueOf>) {
  const content = textOf(call, 'content', 'Reaction');
  if (!contents.has(content)) throw invalid('Reaction', 'content', 'invalid');
  const { reaction, created } = react(call.twin, target, call.actor, content);
  return ok(renderReaction(call.twin, reaction), created ? 201 : 200);
}
