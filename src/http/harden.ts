import { createHash } from 'node:crypto';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { BOARD_SCRIPT } from './board-script.ts';
import { STATUS_STYLE } from './status-style.ts';

export interface Hardening {
  /** Pages of these origins, such as `https://board.example.com`, may read answers. */
  readonly origins: readonly string[];
  /** Requests per minute that one token, or one session, may make at each process. */
  readonly perToken: number;
  /** Requests per minute from one address (a /64 of IPv6), whatever they carry. */
  readonly perAddress: number;
  /** Proxies, as addresses or networks, that are believed when they say for whom they ask. */
  readonly proxies: readonly string[];
}

export const BY_DEFAULT: Hardening = { origins: [], perToken: 600, perAddress: 3_000, proxies: [] };

/**
 * Nothing but our own style sheet and script may load, run, frame or be framed, so that escaped text is not the only
 * guard. The script speaks to this server alone, which is also that of its socket.
 */
const DIRECTIVES = {
  'default-src': ["'none'"],
  'style-src': [hashOf(STATUS_STYLE)],
  'script-src': [hashOf(BOARD_SCRIPT)],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** What scripts of other pages may send and read, where they are let in. */
const READABLE = ['etag', 'retry-after', 'x-request-id', 'x-ratelimit-limit', 'x-ratelimit-remaining'];

/** Headers that keep browsers from being used against us, and who may ask from other pages. */
export function protect(app: FastifyInstance, { origins }: Hardening): void {
  void app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: DIRECTIVES },
    referrerPolicy: { policy: 'no-referrer' },
  });
  void app.register(rateLimit, { global: false });
  if (origins.length > 0) {
    void app.register(cors, {
      origin: [...origins],
      // Tokens are sent by who has them. A cookie must never open the API to another page.
      credentials: false,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: READABLE,
      maxAge: 600,
      strictPreflight: false,
    });
  }
}
