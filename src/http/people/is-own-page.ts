import type { FastifyRequest } from 'fastify';
import { isAllowedOrigin } from '../live/is-allowed-origin.ts';
import type { People } from './people-deps.ts';

/** Whether a page of this server makes the request. Browsers say so with whatever may change something. */
export function isOwnPage({ headers }: FastifyRequest, { origin }: People): boolean {
  if (headers.origin === undefined) return false;
  return isAllowedOrigin(headers.origin, headers.host, origin === null ? [] : [origin]);
}
