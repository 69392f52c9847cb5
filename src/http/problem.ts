import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';

/** What is wrong with one part of a request, such as `query.limit`. */
export interface WrongPart {
  readonly path: string;
  readonly message: string;
}

/** Answers with RFC 9457 problem details. `detail` is a sentence for whoever made the request; `members` are for programs. */
export function problem(
  reply: FastifyReply,
  status: number,
  detail: string,
  members: { readonly errors?: readonly WrongPart[] } = {},
): FastifyReply {
  const title = STATUS_CODES[status] ?? 'Error';
  return reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title, status, detail, ...members }));
}
