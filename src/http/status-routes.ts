import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { DeliveryGaps, StatusPage } from '../ports.ts';
import { statusPage } from './status-page.ts';
import { STATUS_STYLE } from './status-style.ts';

export interface StatusDeps {
  readonly statusPage: () => Promise<StatusPage>;
  readonly deliveryGaps: () => Promise<DeliveryGaps>;
}

/** Nothing but our own style sheet may load, run, frame or be framed, so that escaped text is not the only guard. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STATUS_STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `GET /`: the status page. */
export function statusRoutes(deps: StatusDeps): (scope: FastifyInstance) => Promise<void> {
  return async function routes(scope) {
    scope.get('/', { config: { policy: 'public' } }, async (_request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .headers({
          'content-security-policy': CONTENT_SECURITY_POLICY,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cache-control': 'no-store',
        })
        .send(statusPage(await deps.statusPage(), await deps.deliveryGaps())),
    );
  };
}
