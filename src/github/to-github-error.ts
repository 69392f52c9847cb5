import { GitHubBusy, GitHubRefused, NotInstalled } from '../ports.ts';

interface HttpError extends Error {
  readonly status: number;
  readonly response?: { readonly headers: Readonly<Record<string, string | number | undefined>> };
}

/** GitHub asks for at least a minute when it names no time for a secondary limit (docs, rate limits of the REST API). */
const DEFAULT_RETRY_MS = 60_000;
/** 4xx answers that say nothing about the request itself. */
const PASSING = new Set([408, 425]);

/**
 * Says in domain words what an HTTP answer means: rate limits are `GitHubBusy`, a suspended installation is
 * `NotInstalled`, other 4xx are `GitHubRefused`.
 * Everything else (5xx, timeout, network) stays as it is: nobody knows whether it took effect.
 */
export function toGitHubError(error: unknown, now: Date): unknown {
  if (!isHttpError(error) || !error.response) return error;
  const { status } = error;
  if (isRateLimit(error))
    return new GitHubBusy(withoutLink(error.message), retryAfterMs(error.response.headers, now));
  if (status === 403 && /installation has been suspended/i.test(error.message))
    return new NotInstalled(withoutLink(error.message), status);
  if (status >= 400 && status < 500 && !PASSING.has(status)) {
    return new GitHubRefused(withoutLink(error.message), status);
  }
  return error;
}

/** Milliseconds until GitHub wants to be asked again, by `retry-after`, else by the reset of a used up budget. */
export function retryAfterMs(
  headers: Readonly<Record<string, string | number | undefined>>,
  now: Date,
): number {
  const seconds = numberOf(headers['retry-after']);
  if (seconds !== null) return Math.max(seconds, 1) * 1000;
  const reset = numberOf(headers['x-ratelimit-reset']);
  if (reset !== null && String(headers['x-ratelimit-remaining']) === '0') {
    return Math.max(reset * 1000 - now.getTime(), 1000);
  }
  return DEFAULT_RETRY_MS;
}

/** An answer of GitHub's, or the lack of one: Octokit gives network trouble the status 500 and no `response`. */
export function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && error.name === 'HttpError' && 'status' in error;
}

function isRateLimit(error: HttpError): boolean {
  if (error.status === 429) return true;
  if (error.status !== 403) return false;
  const headers = error.response?.headers ?? {};
  return (
    headers['retry-after'] !== undefined ||
    String(headers['x-ratelimit-remaining']) === '0' ||
    /rate limit|abuse detection/i.test(error.message)
  );
}

function numberOf(value: string | number | undefined): number | null {
  if (value === undefined || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Octokit appends the documentation's address, which says nothing to the reader of a log. */
function withoutLink(message: string): string {
  return message.replace(/ - https:\/\/\S+$/, '').slice(0, 1000);
}
