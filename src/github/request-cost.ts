import type { Amount } from '../core/budget/amount.ts';
import { CHANGE, CREATION, READ } from '../core/budget/limits.ts';

export interface RequestOptions {
  readonly method: string;
  /** The route with its placeholders. */
  readonly url: string;
  readonly [name: string]: unknown;
}

const TOKEN_ROUTE = /\/access_tokens$/;

/** A request for a token: in the App's own name, and not out of an installation's budget. */
export function asksForToken({ url }: RequestOptions): boolean {
  return TOKEN_ROUTE.test(url);
}

export function isRead(options: RequestOptions): boolean {
  if (options.method === 'GET') return true;
  return options.url.endsWith('/graphql') && !/^\s*mutation\b/.test(String(options['query']));
}

/** What a request costs by GitHub's rules (docs, "Calculating points for the secondary rate limit"). */
export function costOf(options: RequestOptions): Amount {
  if (isRead(options)) return READ;
  if (options.url.endsWith('/graphql'))
    return /LabelsToLabelable|LabelsFromLabelable|closeIssue/.test(String(options['query']))
      ? CHANGE
      : CREATION;
  return options.method === 'POST' ? CREATION : CHANGE;
}
