import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Overtaken, type Log } from '../ports.ts';
import { allowedMethods } from './allowed-methods.ts';
import { underWay } from './answer-once.ts';
import type { GuardedRoute } from './guard.ts';
import { HttpProblem } from './http-problem.ts';
import { partsOf } from './parts-of.ts';
import { problem } from './problem.ts';

const MB = 1024 * 1024;

/** What Fastify refuses by itself, in our words; of everything else the message is meant for who asks. */
const DETAILS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE:
    'The body is of a type that this route does not read; send application/json.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is no JSON.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty, though its type says JSON.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as its Content-Length says.',
  FST_ERR_BAD_URL: 'The address has a "%" in it that begins no escape.',
};

/** Whatever goes wrong is answered as problem details (RFC 9457), and what is our fault is logged. */
export function answerErrors(app: FastifyInstance, log: Log, routes: readonly GuardedRoute[]): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => answerError(log, error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    const methods = allowedMethods(routes, request.url);
    if (methods.length === 0) return problem(reply, 404, 'There is nothing at this address.');
    reply.header('allow', methods.join(', '));
    return problem(reply, 405, `This address does not take ${request.method}, but ${methods.join(', ')}.`);
  });
}

/** Also for what fails before a route is found. */
export function answerError(
  log: Log,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const status = error.statusCode ?? 500;
  if (status === 413) return problem(reply, 413, tooLarge(request));
  if (error.validation)
    return problem(reply, 400, 'The request is not what this route takes.', { errors: partsOf(error) });
  if (error instanceof HttpProblem) return problem(reply, status, error.message, error.members);
  if (error instanceof Overtaken) return underWay(reply);
  if (status < 500) return problem(reply, status, DETAILS[error.code] ?? error.message);
  log.error({ err: error, route: request.routeOptions.url, requestId: request.id }, 'request failed');
  return problem(reply, 500, 'Something went wrong here; the log of the server says what.');
}

function tooLarge({ routeOptions: { bodyLimit } }: FastifyRequest): string {
  const most = bodyLimit >= MB ? `${Math.floor(bodyLimit / MB)} MB` : `${Math.floor(bodyLimit / 1024)} kB`;
  return `The body is larger than the ${most} that this route takes.`;
}

/** The whole answer to what is no request of HTTP. There is no request yet, so it is written to the socket. */
export function rawProblem(error: NodeJS.ErrnoException): string {
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const title = STATUS_CODES[status] ?? 'Bad Request';
  const body = JSON.stringify({ type: 'about:blank', title, status, detail: RAW_DETAILS[status] });
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

const RAW_DETAILS: Readonly<Record<number, string>> = {
  400: 'This is no request that HTTP knows.',
  408: 'The request took too long to arrive.',
  431: 'The headers are larger than this server reads.',
};
