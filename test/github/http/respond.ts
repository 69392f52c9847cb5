import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Twin } from '../twin.ts';
import { HttpError } from './http-error.ts';
import type { Answer } from './route.ts';

/** The body of an answer: a list is cut to its page, with the Link header beside. */
export function pageOf(answer: Answer, address: URL): { body: unknown; headers: Record<string, string> } {
  if (!answer.list) return { body: answer.body, headers: { ...answer.headers } };
  const { items, render, wrap } = answer.list;
  const size = Math.min(100, Math.max(1, Number(address.searchParams.get('per_page') ?? 30) || 30));
  const page = Math.max(1, Number(address.searchParams.get('page') ?? 1) || 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const rows = items.slice((page - 1) * size, page * size).map((item) => render(item as never));
  const link = (to: number, rel: string): string => {
    const target = new URL(address);
    target.searchParams.set('page', String(to));
    return `<${target.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first')] : []),
  ];
  const headers = { ...answer.headers, ...(links.length > 0 ? { link: links.join(', ') } : {}) };
  return { body: wrap ? wrap(rows, items.length) : rows, headers };
}

export function errorBody(error: HttpError): Record<string, unknown> {
  return {
    message: error.message,
    ...(error.errors ? { errors: error.errors } : {}),
    documentation_url: 'https://docs.github.com/rest',
    status: String(error.status),
  };
}

/** Writes JSON; a GET that the client already has (If-None-Match) is 304 without body. */
export function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  o: { status: number; body: unknown; headers: Readonly<Record<string, string>> },
): number {
  const text = o.body === undefined ? '' : JSON.stringify(o.body);
  const headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8', ...o.headers };
  if (request.method === 'GET' && o.status === 200) {
    headers.etag = `W/"${createHash('sha1').update(text).digest('hex')}"`;
    if (request.headers['if-none-match'] === headers.etag) {
      response.writeHead(304, headers).end();
      return 304;
    }
  }
  response.writeHead(o.status, headers).end(text);
  return o.status;
}

/** Counts the call against its token's hour, in real time; answers the headers and whether the limit was already spent. */
export function countRate(
  twin: Twin,
  token: string,
  free: boolean,
): { headers: Record<string, string>; spent: boolean } {
  const now = Math.floor(Date.now() / 1000);
  const known = twin.rates.get(token);
  const rate = known && known.resetAt > now ? known : { used: 0, resetAt: now + 3600 };
  twin.rates.set(token, rate);
  const { limit } = twin.knobState;
  const spent = !free && rate.used >= limit;
  if (!free && !spent) rate.used += 1;
  const headers = {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(Math.max(0, limit - rate.used)),
    'x-ratelimit-used': String(rate.used),
    'x-ratelimit-reset': String(rate.resetAt),
    'x-ratelimit-resource': 'core',
  };
  return { headers, spent };
}
