import type { Octokit } from '@octokit/rest';
import { GitHubBusy, GitHubRefused } from '../ports.ts';
import type { Clock } from '../ports.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { retryAfterMs } from './to-github-error.ts';

/** One entry of `errors` in a GraphQL answer. `type` is GitHub's own: `NOT_FOUND`, `FORBIDDEN`, `RATE_LIMITED`, ... */
export interface GraphqlProblem {
  readonly type?: string;
  readonly message: string;
  readonly path?: readonly (string | number)[];
}

interface GraphqlError<T> extends Error {
  readonly errors: readonly GraphqlProblem[];
  readonly data: T | null;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Asks one query. What GitHub does not find is null in the answer; a refusal throws like its REST counterpart. */
export async function query<T>(
  { client, clock }: { client: Octokit; clock: Clock },
  text: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<T> {
  try {
    return await client.graphql<T>(text, variables);
  } catch (error) {
    if (!isGraphqlError<T>(error)) throw error;
    if (error.data && error.errors.every(({ type }) => type === 'NOT_FOUND')) return error.data;
    throw thrown(error, clock);
  }
}

/** Sends one mutation. GitHub's own refusals are values; limits, outages and silence throw. */
export async function mutate<T>(
  { client, clock }: { client: Octokit; clock: Clock },
  text: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Result<T, readonly GraphqlProblem[]>> {
  try {
    return ok(await client.graphql<T>(text, variables));
  } catch (error) {
    if (!isGraphqlError<T>(error)) throw error;
    if (error.errors.some(isUnclear)) throw thrown(error, clock);
    return err(error.errors);
  }
}

/** A refusal as an error, for callers to whom every refusal is the same. */
export function refusal(problems: readonly GraphqlProblem[]): GitHubRefused {
  const message = problems.map((problem) => problem.message).join('; ');
  return new GitHubRefused(message.slice(0, 1000), statusOf(problems));
}

function thrown(error: GraphqlError<unknown>, clock: Clock): unknown {
  if (error.errors.some(isLimit)) {
    return new GitHubBusy(error.errors[0]?.message ?? 'rate limit', retryAfterMs(error.headers, clock.now()));
  }
  if (error.errors.some(isUnclear)) return error;
  return refusal(error.errors);
}

/** Whether the body of an answer tells of a rate limit. */
export function saysLimit(body: unknown): boolean {
  const errors: unknown = typeof body === 'object' && body !== null && 'errors' in body ? body.errors : null;
  // GitHub's errors are of this shape; what is not says nothing about limits.
  return (
    Array.isArray(errors) && errors.some((one: Partial<GraphqlProblem>) => isLimit({ message: '', ...one }))
  );
}

function isLimit({ type, message }: GraphqlProblem): boolean {
  return type === 'RATE_LIMITED' || type === 'RATE_LIMIT' || /\brate limit/i.test(message);
}

/** "Something went wrong while executing your query" comes without a type: the effect may or may not be there. */
function isUnclear(problem: GraphqlProblem): boolean {
  if (isLimit(problem)) return true;
  if (problem.type === 'INTERNAL' || problem.type === 'SERVICE_UNAVAILABLE') return true;
  return /something went wrong|timed? ?out|try again|internal error/i.test(problem.message);
}

function statusOf(problems: readonly GraphqlProblem[]): number {
  const types = new Set(problems.map(({ type }) => type));
  if (types.has('FORBIDDEN') || types.has('INSUFFICIENT_SCOPES')) return 403;
  return types.has('NOT_FOUND') ? 404 : 422;
}

function isGraphqlError<T>(error: unknown): error is GraphqlError<T> {
  return error instanceof Error && error.name === 'GraphqlResponseError' && 'errors' in error;
}
