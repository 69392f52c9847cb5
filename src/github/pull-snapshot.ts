import { sha } from '../core/model/ids.ts';
import type { PullSnapshot } from '../core/model/pull.ts';
import { restAccount } from './account.ts';

interface RestPull {
  readonly number: number;
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly state: string;
  readonly draft?: boolean | null | undefined;
  readonly merged?: boolean | null | undefined;
  readonly merged_at?: string | null | undefined;
  readonly head: {
    readonly sha: string;
    readonly ref: string;
    readonly repo?: { readonly id: number } | null | undefined;
  };
  readonly base: { readonly ref: string; readonly repo: { readonly id: number } };
  readonly user?:
    { readonly id: number; readonly login: string; readonly type?: string | undefined } | null | undefined;
  readonly updated_at: string;
  readonly labels?: readonly { readonly name: string }[];
}

/** A pull request of a REST answer or a payload. A head whose repository is gone was a fork's. */
export function pullSnapshot(pull: RestPull): PullSnapshot {
  const merged = pull.merged === true || Boolean(pull.merged_at);
  return {
    number: pull.number,
    title: pull.title,
    body: pull.body ?? '',
    state: merged ? 'merged' : pull.state === 'open' ? 'open' : 'closed',
    draft: pull.draft === true,
    head: sha(pull.head.sha),
    headRef: pull.head.ref,
    baseRef: pull.base.ref,
    fork: pull.head.repo?.id !== pull.base.repo.id,
    author: restAccount(pull.user),
    updatedAt: new Date(pull.updated_at),
    ...(pull.labels ? { labels: pull.labels.map(({ name }) => name) } : {}),
  };
}
