import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { covers } from '../core/model/api-token.ts';
import type { Caller } from '../core/model/caller.ts';
import type { ApiTokens } from '../ports.ts';
import { onRequest } from './on-request.ts';
import type { PeopleDeps } from './people/people-deps.ts';
import { sessionCaller } from './people/session-caller.ts';
import type { Policy } from './policy.ts';
import { problem } from './problem.ts';

export interface GuardDeps {
  /** The operator's own token, from the settings. Null: only what `flotilla token create` makes opens a door. */
  readonly adminToken: string | null;
  /** Opens `/metrics` and nothing else. */
  readonly metricsToken?: string | null;
  readonly tokens: Pick<ApiTokens, 'meet'>;
}

export type GuardedBy = GuardDeps & PeopleDeps;

export interface GuardedRoute {
  readonly method: string;
  readonly url: string;
  readonly policy: Policy;
}

/**
 * Lets nobody in but whom a route's policy names. A route that names none cannot be added. Tokens are looked up for
 * each request, so that a revoked one is out at once. Every route is added to `routes`.
 */
export function guard(app: FastifyInstance, deps: GuardedBy, routes: GuardedRoute[]): void {
  app.decorateRequest('caller', null);
  app.addHook('onRoute', ({ method, url, config }) => {
    const policy = config?.policy;
    if (policy === undefined) throw new Error(`${String(method)} ${url} does not say who may use it`);
    for (const one of [method].flat()) routes.push({ method: one, url, policy });
  });
  const check = onRequest((request, reply) => {
    const policy = request.routeOptions.config.policy ?? 'public';
    return policy === 'public' || policy === 'ticket' ? undefined : admit(deps, request, reply, policy);
  });
  app.addHook('onRequest', check);
}

/** Answers whoever must stay out. */
async function admit(
  deps: GuardedBy,
  request: FastifyRequest,
  reply: FastifyReply,
  policy: Exclude<Policy, 'public' | 'ticket'>,
): Promise<FastifyReply | undefined> {
  if (policy === 'metrics' && mayScrape(deps, request)) return undefined;
  const caller = await callerOf(deps, request, reply);
  if (caller === null) return unknown(reply);
  if (!('scope' in caller)) return caller;
  const needed = policy === 'metrics' ? 'admin' : policy;
  if (!covers(caller.scope, needed)) {
    const detail = caller.person
      ? `This needs the rights of scope ${needed}; GitHub gives you those of scope ${caller.scope} here.`
      : `This needs a token of scope ${needed}; the one that was sent is of scope ${caller.scope}.`;
    return problem(reply, 403, detail);
  }
  if (policy === 'metrics' && caller.project !== null)
    return problem(reply, 403, 'This tells of every project; the token that was sent is of one of them.');
  request.caller = caller;
  return undefined;
}

function mayScrape({ metricsToken = null }: GuardDeps, request: FastifyRequest): boolean {
  const given = bearerOf(request);
  return metricsToken !== null && given !== undefined && sameText(given, metricsToken);
}

function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** Or what was answered instead. */
async function callerOf(
  { adminToken, tokens, people }: GuardedBy,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Caller | FastifyReply | null> {
  const given = bearerOf(request);
  if (given === undefined) return sessionCaller(people, request, reply);
  if (adminToken !== null && sameText(given, adminToken))
    return { scope: 'admin', project: null, agent: null, token: { id: 0, name: 'operator' } };
  const token = await tokens.meet(given);
  if (token === null) return null;
  const { id, name, scope, agent } = token;
  return { scope, project: token.project?.id ?? null, agent, token: { id, name } };
}

function unknown(reply: FastifyReply): FastifyReply {
  reply.header('www-authenticate', 'Bearer');
  const how =
    'Send one that is still good as "Authorization: Bearer <token>"; "flotilla token create" makes one.';
  return problem(reply, 401, `This needs a token. ${how}`);
}

/** Hashes have one length, so neither the length nor the first difference shows in the time taken. */
function sameText(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
