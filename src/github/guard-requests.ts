import { setTimeout as delay } from 'node:timers/promises';
import type { Octokit } from '@octokit/rest';
import { GitHubRefused, NotInstalled } from '../ports.ts';
import type { Clock, Log } from '../ports.ts';
import { isHttpError, toGitHubError } from './to-github-error.ts';

/** One call ends within this, repetitions of reads included: a lane's lease of 20 s is renewed before each. */
const TIMEOUT_MS = 10_000;
const READ_ATTEMPTS = 3;
const TOKEN_ROUTE = /\/access_tokens$/;

interface Guard {
  readonly clock: Clock;
  readonly log: Log;
  /** The token is no good any more: the next call must get a new one. */
  onUnauthorized(): void;
}

interface RequestOptions {
  readonly method: string;
  /** The route with its placeholders. */
  readonly url: string;
  readonly [name: string]: unknown;
}

/** Gives every request a deadline, a line in the log and an error in domain words, and repeats failed reads. */
export function guardRequests(client: Octokit, guard: Guard): void {
  const { clock, log } = guard;
  client.hook.wrap('request', async (request, options) => {
    const deadline = AbortSignal.timeout(TIMEOUT_MS);
    // The hooks below this one see the same object and ignore what is passed down, so it must be changed in place.
    options.request = { ...options.request, signal: deadline };
    for (let attempt = 1; ; attempt += 1) {
      const started = performance.now();
      try {
        const answer = await request(options);
        logRequest(log, options, answer.status, started);
        return answer;
      } catch (thrown) {
        logRequest(log, options, statusOf(thrown), started);
        if (!deadline.aborted && attempt < READ_ATTEMPTS && isRead(options) && isTransient(thrown)) {
          await delay(100 * attempt + Math.random() * 200);
          continue;
        }
        const error = inItsPlace(toGitHubError(thrown, clock.now()), options);
        if (error instanceof GitHubRefused && error.status === 401) guard.onUnauthorized();
        throw error;
      }
    }
  });
}

/** No token means no access at all, whatever status says so: a 404 here must never look like a missing issue. */
function inItsPlace(error: unknown, options: RequestOptions): unknown {
  if (!(error instanceof GitHubRefused) || !TOKEN_ROUTE.test(options.url)) return error;
  const message = `no access to this installation: ${error.message}`;
  const gone = error.status === 404 || error.status === 403;
  return gone ? new NotInstalled(message, 401) : new GitHubRefused(message, 401);
}

function isRead(options: RequestOptions): boolean {
  if (options.method === 'GET') return true;
  return options.url.endsWith('/graphql') && !/^\s*mutation\b/.test(String(options['query']));
}

function isTransient(error: unknown): boolean {
  return isHttpError(error) && error.status >= 500;
}

function statusOf(error: unknown): number | string {
  if (isHttpError(error) && error.response) return error.status;
  return error instanceof Error ? error.name : 'unknown';
}

function logRequest(log: Log, options: RequestOptions, status: number | string, started: number): void {
  const ms = Math.round(performance.now() - started);
  log.debug({ method: options.method, route: options.url, status, ms }, 'github request');
}
