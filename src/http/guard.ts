import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { covers, type Scope } from '../core/model/api-token.ts';
import type { Caller } from '../core/model/caller.ts';
import type { ApiTokens } from '../ports.ts';
import { onRequest } from './on-request.ts';
import type { Policy } from './policy.ts';
import { problem } from './problem.ts';

export interface GuardDeps {
  /** The operator's own token, from the settings. Null: only what `flotilla token create` makes opens a door. */
  readonly adminToken: string | null;
  readonly tokens: Pick<ApiTokens, 'meet'>;
}

export interface GuardedRoute {
  readonly method: string;
  readonly url: string;
  readonly policy: Policy;
}

/**
 * Lets nobody in but whom a route's policy names. A route that names none cannot be added. Tokens are looked up for
 * each request, so that a revoked one is out at once. Every route is added to `routes`.
 */
export function guard(app: FastifyInstance, deps: GuardDeps, routes: GuardedRoute[]): void {
  app.decorateRequest('caller', null);
  app.addHook('onRoute', ({ method, url, config }) => {
    const policy = config?.policy;
    if (policy === undefined) throw new Error(`${String(method)} ${url} does not say who may use it`);
    for (const one of [method].flat()) routes.push({ method: one, url, policy });
  });
  const check = onRequest((request, reply) => {
    const policy = request.routeOptions.config.policy ?? 'public';
    return policy === 'public' ? undefined : admit(deps, request, reply, policy);
  });
  app.addHook('onRequest', check);
}

/** Answers whoever must stay out. */
async function admit(
  deps: GuardDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  needed: Scope,
): Promise<FastifyReply | undefined> {
  const caller = await callerOf(deps, request);
  if (caller === null) return unknown(reply);
  if (!covers(caller.scope, needed)) {
    const detail = `This needs a token of scope ${needed}; the one that was sent is of scope ${caller.scope}.`;
    return problem(reply, 403, detail);
  }
  request.caller = caller;
  return undefined;
}

async function callerOf({ adminToken, tokens }: GuardDeps, request: FastifyRequest): Promise<Caller | null> {
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (given === undefined) return null;
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
