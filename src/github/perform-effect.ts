import { assertNever } from '../core/assert-never.ts';
import type { EffectBody } from '../core/model/effect.ts';
import type { RepoRef } from '../core/model/project.ts';
import { keepComment, postComment } from './comments.ts';
import { at } from './context.ts';
import type { GitHubContext } from './context.ts';
import { linkIssue } from './link-issue.ts';
import { nullWhenMissing } from './null-when-missing.ts';
import { openIssue } from './open-issue.ts';
import { publishCheck } from './publish-check.ts';
import { reopenIssue } from './reopen-issue.ts';
import { setLabels } from './set-labels.ts';

/** Sends one effect and answers GitHub's id of what was made, where it has one. */
export async function performEffect(
  context: GitHubContext,
  repo: RepoRef,
  effect: EffectBody,
  known: { externalId: number | null; key: string; lookFirst: boolean },
): Promise<number | null> {
  switch (effect.kind) {
    case 'comment':
      return (
        known.externalId ??
        postComment(context, repo, { issue: effect.issue, body: effect.body, key: known.key }, known)
      );
    case 'sticky':
      return keepComment(context, repo, { issue: effect.issue, body: effect.body, key: known.key }, known);
    case 'reaction':
      return react(context, repo, effect);
    case 'labels':
      await setLabels(context, repo, effect);
      return null;
    case 'reopen':
      await reopenIssue(context, repo, effect.issue);
      return null;
    case 'dependency':
      await linkIssue(context, repo, effect);
      return null;
    case 'issue':
      return known.externalId ?? openIssue(context, repo, effect, known);
    case 'check':
      return publishCheck(context, repo, effect.check, known);
    default:
      return assertNever(effect);
  }
}

/** GitHub keeps one reaction of a kind per account, so twice is once. A comment that is gone needs none. */
async function react(
  context: GitHubContext,
  repo: RepoRef,
  { commentId, content }: Extract<EffectBody, { kind: 'reaction' }>,
): Promise<number | null> {
  const client = context.client(repo.installationId);
  const answer = await nullWhenMissing(
    client.rest.reactions.createForIssueComment({ ...at(repo), comment_id: commentId, content }),
  );
  return answer?.data.id ?? null;
}
