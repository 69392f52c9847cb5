import type { FastifyInstance } from 'fastify';
import type { DeliveryGaps, StatusPage } from '../ports.ts';
import { statusPage } from './status-page.ts';

export interface StatusDeps {
  readonly statusPage: () => Promise<StatusPage>;
  readonly deliveryGaps: () => Promise<DeliveryGaps>;
}

/** `GET /`: the status page. */
export function statusRoutes(deps: StatusDeps): (scope: FastifyInstance) => Promise<void> {
  return async function routes(scope) {
    scope.get('/', { config: { policy: 'public' } }, async (_request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(statusPage(await deps.statusPage(), await deps.deliveryGaps())),
    );
  };
}
