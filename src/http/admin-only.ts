import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from './problem.ts';

/** A hook that lets in who carries the operators' token. Null: whatever it guards does not exist. */
export function adminOnly(token: string | null) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (token === null) return problem(reply, 404, 'There is nothing at this address.');
    const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (sameText(given, token)) return undefined;
    reply.header('www-authenticate', 'Bearer');
    return problem(reply, 401, 'Send the admin token as "Authorization: Bearer <token>".');
  };
}

/** Hashes have one length, so neither the length nor the first difference shows in the time taken. */
function sameText(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
