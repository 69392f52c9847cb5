import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DeliveryGaps, StatusPage } from '../ports.ts';
import type { PeopleDeps } from './people/people-deps.ts';
import { statusPage } from './status-page.ts';

export interface StatusDeps {
  readonly statusPage: () => Promise<StatusPage>;
  readonly deliveryGaps: () => Promise<DeliveryGaps>;
}

const schema = {
  summary: 'The status page',
  tags: ['operations'],
  response: { 200: { description: 'For people.', content: { 'text/html': { schema: z.string() } } } },
};

/** `GET /`: the status page. */
export function statusRoutes(deps: StatusDeps & PeopleDeps): (scope: FastifyInstance) => Promise<void> {
  return async function routes(scope) {
    scope.get('/', { config: { policy: 'public' }, schema }, async (_request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(
          statusPage(await deps.statusPage(), await deps.deliveryGaps(), {
            signIn: deps.people.withGitHub !== null,
          }),
        ),
    );
  };
}
