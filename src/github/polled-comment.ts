import type { PolledComment } from '../core/upkeep/polled-comment.ts';
import { restAccount } from './account.ts';

interface RestComment {
  readonly id: number;
  readonly body?: string | undefined;
  readonly html_url: string;
  readonly issue_url: string;
  readonly user: { readonly id: number; readonly login: string; readonly type?: string } | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A comment of a list, which names its thread by addresses only. */
export function polledComment(comment: RestComment, selfLogin: string): PolledComment {
  const author = restAccount(comment.user);
  return {
    id: comment.id,
    issue: Number(/\/issues\/(\d+)$/.exec(comment.issue_url)?.[1]),
    isPull: /\/pull\/\d+#/.test(comment.html_url),
    body: comment.body ?? '',
    author,
    bySelf: author.isBot && author.login === selfLogin,
    createdAt: new Date(comment.created_at),
    updatedAt: new Date(comment.updated_at),
  };
}
