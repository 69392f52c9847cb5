import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DeliveryGaps, StatusPage } from '../ports.ts';
import { boardPage } from './board-page.ts';
import { doorPage } from './door-page.ts';
import { cookieOf } from './people/cookies.ts';
import type { PeopleDeps } from './people/people-deps.ts';
import { statusPage } from './status-page.ts';

export interface StatusDeps {
  readonly statusPage: () => Promise<StatusPage>;
  /** Whether everybody may see it, or only who signed in and what they may see. */
  readonly statusIsOpen: boolean;
  readonly deliveryGaps: () => Promise<DeliveryGaps>;
}

const schema = {
  summary: 'The status page',
  tags: ['operations'],
  response: { 200: { description: 'For people.', content: { 'text/html': { schema: z.string() } } } },
};

/** `GET /`: the board for who signed in; for others the status page, where only this machine reaches it. */
export function statusRoutes(deps: StatusDeps & PeopleDeps): (scope: FastifyInstance) => Promise<void> {
  const { people } = deps;
  return async function routes(scope) {
    scope.get('/', { config: { policy: 'public' }, schema }, async (request, reply) => {
      void reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
      const session = cookieOf(request, people, 'session');
      if (session !== null && (await people.whoIs(session)) !== null) return reply.send(boardPage());
      const signIn = people.withGitHub !== null;
      if (!deps.statusIsOpen) return reply.send(doorPage({ signIn }));
      return reply.send(statusPage(await deps.statusPage(), await deps.deliveryGaps(), { signIn }));
    });
  };
}
