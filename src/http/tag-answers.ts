import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** What is read carries a tag; who has it already is told so, without it. */
export function tagAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.method !== 'GET' || reply.statusCode !== 200 || typeof payload !== 'string') return payload;
    const { url } = request.routeOptions;
    if (url === undefined || !(url.startsWith('/api/') || url === '/openapi.json')) return payload;
    const tag = `"${createHash('sha256').update(payload).digest('base64url').slice(0, 27)}"`;
    // Whoever keeps it has to ask each time, and keeps it for this caller alone.
    reply.header('etag', tag).header('cache-control', 'private, no-cache');
    if (!has(request.headers['if-none-match'], tag)) return payload;
    reply.code(304).removeHeader('content-type');
    return null;
  });
}

function has(known: string | undefined, tag: string): boolean {
  const tags = known?.split(',').map((one) => one.trim().replace(/^W\//, '')) ?? [];
  return tags.includes(tag) || tags.includes('*');
}
