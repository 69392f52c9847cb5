import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { firstField } from '../graphql/first-field.ts';
import { runGraphql } from '../graphql/run-graphql.ts';
import { matchesRequest, takeUse, type Failure } from '../knobs.ts';
import type { RequestRecord, Twin } from '../twin.ts';
import { authenticate, type Identity } from './authenticate.ts';
import { authorize } from './authorize.ts';
import { findRepository } from './find-repository.ts';
import { HttpError, notFound } from './http-error.ts';
import { countRate, errorBody, pageOf, sendJson } from './respond.ts';
import type { Answer, Call } from './route.ts';
import type { Match } from './router.ts';
import { serveGit } from './serve-git.ts';

type Find = (method: string, path: string) => Match | undefined;

/** Answers one HTTP request: git, GraphQL or REST. */
export async function serve(
  twin: Twin,
  find: Find,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const address = new URL(request.url ?? '/', twin.url);
  // GitHub Enterprise Server has its API below /api; clients configured for it work too.
  const path = address.pathname
    .replace(/^\/api\/v3(?=\/|$)/, '')
    .replace(/^\/api\/graphql$/, '/graphql')
    .replace(/(.)\/$/, '$1');
  if (/^\/[^/]+\/[^/]+\.git\//.test(path)) return serveGit(twin, path, request, response);
  const method = request.method ?? 'GET';
  const body = await readBody(request);
  const match = path === '/graphql' && method === 'POST' ? undefined : find(method, path);
  const record: RequestRecord = {
    method,
    path,
    route: path === '/graphql' ? '/graphql' : (match?.route.template ?? ''),
    graphqlOperation: path === '/graphql' ? firstField(body) : undefined,
    status: 0,
    actor: '',
    at: twin.now(),
    durationMs: 0,
  };
  twin.requests.push(record);
  const started = performance.now();
  const outcome = await attempt(twin, { request, path, match, address, body, record });
  record.durationMs = performance.now() - started;
  if (outcome === 'reset') {
    response.destroy();
    return;
  }
  record.status = sendJson(request, response, outcome);
  if (match) {
    const { template, method: verb } = match.route;
    for (const listener of twin.answerListeners) {
      listener({
        method: verb,
        routeTemplate: template,
        status: record.status,
        body: record.status === 304 ? undefined : outcome.body,
      });
    }
  }
}

interface Incoming {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly match: Match | undefined;
  readonly address: URL;
  readonly body: Record<string, unknown>;
  readonly record: RequestRecord;
}

interface Outcome {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;
}

async function attempt(twin: Twin, incoming: Incoming): Promise<Outcome | 'reset'> {
  const { record, request } = incoming;
  const common: Record<string, string> = {
    'x-github-request-id': randomBytes(6).toString('hex'),
    'x-github-media-type': 'github.v3; format=json',
    date: new Date(Date.now() + twin.knobState.aheadMs).toUTCString(),
  };
  try {
    const identity = authenticate(twin, request.headers.authorization);
    (record as { actor: string }).actor = nameOf(twin, identity);
    const token = identity.kind === 'token' ? identity.token : identity.kind;
    const rate = countRate(twin, token, incoming.path === '/rate_limit');
    Object.assign(common, rate.headers);
    if (rate.spent) throw new HttpError(403, `API rate limit exceeded for ${record.actor}.`);
    const failure = takeUse(twin.knobState.failures, (entry) =>
      matchesRequest(entry.matcher, record),
    )?.failure;
    await runHooks(twin, record, 'before');
    if (failure && failure.when !== 'after') return failed(failure, common);
    const outcome = await answer(twin, incoming, identity);
    await runHooks(twin, record, 'after');
    if (failure) return failed(failure, common);
    return { ...outcome, headers: { ...common, ...outcome.headers } };
  } catch (error) {
    if (error instanceof HttpError) return { status: error.status, body: errorBody(error), headers: common };
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { status: 500, body: { message: `The simulated GitHub failed: ${message}` }, headers: common };
  }
}

async function answer(twin: Twin, incoming: Incoming, identity: Identity): Promise<Outcome> {
  const { match, path, body, address } = incoming;
  if (path === '/graphql') return { status: 200, headers: {}, body: await runGraphql(twin, identity, body) };
  if (!match) throw notFound();
  const { params, route } = match;
  const repo =
    params.owner !== undefined && params.repo !== undefined
      ? findRepository(twin, params.owner, params.repo)
      : undefined;
  if (params.repo !== undefined && !repo) throw notFound();
  const actor = authorize(twin, route, identity, repo);
  const call = { twin, actor, params, query: address.searchParams, body, repo } as Call;
  const given: Answer = await route.handle(call);
  const page = pageOf(given, address);
  return { status: given.status, body: page.body, headers: page.headers };
}

function nameOf(twin: Twin, identity: Identity): string {
  if (identity.kind === 'token') return identity.actor.user.login;
  return identity.kind === 'jwt' ? `app:${twin.app.slug}` : 'anonymous';
}

function failed(failure: Failure, common: Record<string, string>): Outcome | 'reset' {
  if (failure.status === 'reset') return 'reset';
  const error = new HttpError(failure.status, failure.message ?? 'Server Error');
  return { status: failure.status, body: errorBody(error), headers: { ...common, ...failure.headers } };
}

async function runHooks(twin: Twin, record: RequestRecord, when: 'before' | 'after'): Promise<void> {
  for (const entry of twin.knobState.hooks) {
    if (entry.when !== when || entry.left <= 0 || !matchesRequest(entry.matcher, record)) continue;
    entry.left -= 1;
    await entry.hook();
  }
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  if (text === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    // Labels may be set by a bare array.
    return Array.isArray(parsed) ? { items: parsed } : (parsed as Record<string, unknown>);
  } catch {
    return {};
  }
}
