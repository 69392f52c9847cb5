import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Hardening } from './harden.ts';
import { problem } from './problem.ts';

const MINUTE_MS = 60_000;

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

/**
 * Refuses with 429 who asks too often; the count is of this process. Webhooks and probes are not counted: GitHub does
 * not send again what was refused, and the signature keeps out everybody else. `perAddress` comes before it is known
 * who asks, `perToken` after.
 */
export function limitRate(app: FastifyInstance, limits: Hardening) {
  const perAddress = app.createRateLimit({ max: limits.perAddress, timeWindow: MINUTE_MS, ipv6Subnet: 64 });
  const perToken = app.createRateLimit({
    max: limits.perToken,
    timeWindow: MINUTE_MS,
    keyGenerator: credentialOf,
  });
  return {
    perAddress: (request: FastifyRequest, reply: FastifyReply) =>
      counted(request) ? check(perAddress, request, reply, 'this address') : undefined,
    perToken: (request: FastifyRequest, reply: FastifyReply) =>
      counted(request) && request.caller !== null ? check(perToken, request, reply, 'this token') : undefined,
  };
}

function counted(request: FastifyRequest): boolean {
  return request.routeOptions.config.uncounted !== true;
}

/** Answers who asked too often. */
async function check(
  limiter: Limiter,
  request: FastifyRequest,
  reply: FastifyReply,
  whose: string,
): Promise<FastifyReply | undefined> {
  const count = await limiter(request);
  if (count.isAllowed) return undefined;
  reply.headers({
    'x-ratelimit-limit': count.max,
    'x-ratelimit-remaining': count.remaining,
    'x-ratelimit-reset': count.ttlInSeconds,
  });
  if (!count.isExceeded) return undefined;
  reply.header('retry-after', count.ttlInSeconds);
  const detail = `More than ${count.max} requests came from ${whose} within a minute. Ask again in ${count.ttlInSeconds} s.`;
  return problem(reply, 429, detail);
}

/** Only a hash is kept in memory, as in the database. */
function credentialOf({ headers }: FastifyRequest): string {
  const shown = `${headers.authorization ?? ''}\n${headers.cookie ?? ''}`;
  return createHash('sha256').update(shown).digest('base64');
}
