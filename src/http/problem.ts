import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Answers with RFC 9457 problem details. `detail` is a sentence for whoever made the request. */
export function problem(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail }));
}
