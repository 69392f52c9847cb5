import { setTimeout as delay } from 'node:timers/promises';
import type { Octokit } from '@octokit/rest';
import { GitHubBusy, GitHubRefused, NotInstalled, NotMineAnyMore } from '../ports.ts';
import type { Budget, Clock, Log, Permit } from '../ports.ts';
import type { Calling } from './calling.ts';
import { saysLimit } from './graphql.ts';
import { rateSeen } from './rate-seen.ts';
import { asksForToken, costOf, isRead, type RequestOptions } from './request-cost.ts';
import { isHttpError, retryAfterMs, toGitHubError } from './to-github-error.ts';

/** One call ends within this, repetitions of reads included: a lane's lease of 20 s is renewed before each. */
const TIMEOUT_MS = 10_000;
const READ_ATTEMPTS = 3;

export interface Guard {
  readonly clock: Clock;
  readonly log: Log;
  /** The token is no good any more: the next call must get a new one. */
  onUnauthorized(): void;
  /** What pays for the requests; without it they are not counted. */
  readonly account?: Account | undefined;
  /** Cuts requests off when the process has to end. */
  readonly ending?: AbortSignal | undefined;
}

interface Account {
  readonly budget: Budget;
  readonly installationId: number;
  readonly calling: Calling;
}

/**
 * Gives every request a deadline, a permit out of the budget, a line in the log and an error in domain words, and
 * repeats failed reads. Where there is no budget, it throws `GitHubBusy` at once: nobody waits in here.
 */
export function guardRequests(client: Octokit, guard: Guard): void {
  const { clock, log, ending } = guard;
  client.hook.wrap('request', async (request, options) => {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const deadline = ending ? AbortSignal.any([timeout, ending]) : timeout;
    // The hooks below this one see the same object and ignore what is passed down, so it must be changed in place.
    options.request = { ...options.request, signal: deadline };
    for (let attempt = 1; ; attempt += 1) {
      deadline.throwIfAborted();
      const permit = await permitFor(guard, options);
      const started = performance.now();
      try {
        const answer = await request(options);
        permit?.done(rateSeen(answer.headers, clock.now()));
        logRequest(log, options, answer.status, started);
        await pauseWhenLimited(guard, options, answer);
        return answer;
      } catch (thrown) {
        permit?.done(isHttpError(thrown) ? rateSeen(thrown.response?.headers ?? {}, clock.now()) : null);
        logRequest(log, options, statusOf(thrown), started);
        if (!deadline.aborted && attempt < READ_ATTEMPTS && isRead(options) && isTransient(thrown)) {
          await delay(100 * attempt + Math.random() * 200);
          continue;
        }
        const error = inItsPlace(toGitHubError(thrown, clock.now()), options);
        if (error instanceof GitHubRefused && error.status === 401) guard.onUnauthorized();
        if (error instanceof GitHubBusy) await pauseAll(guard, error.retryAfterMs);
        throw error;
      }
    }
  });
}

async function permitFor({ account }: Guard, options: RequestOptions): Promise<Permit | null> {
  if (!account || asksForToken(options)) return null;
  const { priority, stillMine } = account.calling;
  const ask = { cost: costOf(options), priority };
  const taken = await account.budget.take(account.installationId, ask);
  if (!taken.ok) throw new GitHubBusy('the budget for GitHub is used up for now', taken.error.waitMs);
  if (stillMine?.() === false) {
    taken.value.done(null);
    throw new NotMineAnyMore('whoever wanted this has lost the right to it');
  }
  return taken.value;
}

/** GraphQL says so with status 200. */
async function pauseWhenLimited(
  guard: Guard,
  options: RequestOptions,
  answer: { readonly data: unknown; readonly headers: Parameters<typeof retryAfterMs>[0] },
): Promise<void> {
  if (!options.url.endsWith('/graphql') || !saysLimit(answer.data)) return;
  await pauseAll(guard, retryAfterMs(answer.headers, guard.clock.now()));
}

async function pauseAll({ account, log }: Guard, ms: number): Promise<void> {
  if (!account) return;
  try {
    await account.budget.pause(account.installationId, ms);
  } catch (error) {
    log.warn({ err: error, ms }, 'the other processes could not be told of a pause');
  }
}

/** No token means no access at all, whatever status says so: a 404 here must never look like a missing issue. */
function inItsPlace(error: unknown, options: RequestOptions): unknown {
  if (!(error instanceof GitHubRefused) || !asksForToken(options)) return error;
  const message = `no access to this installation: ${error.message}`;
  const gone = error.status === 404 || error.status === 403;
  return gone ? new NotInstalled(message, 401) : new GitHubRefused(message, 401);
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
