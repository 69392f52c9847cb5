import type { FastifyInstance } from 'fastify';
import type { DeliveryGaps, Inbox, Outbox } from '../ports.ts';
import { problem } from './problem.ts';

export interface AdminDeps {
  readonly inbox: Pick<Inbox, 'dead' | 'redrive'>;
  readonly effects: Pick<Outbox, 'dead' | 'redrive'>;
  readonly deliveryGaps: () => Promise<DeliveryGaps>;
  /** Says that deliveries are waiting. */
  readonly ring: () => Promise<void>;
}

/** What operators do concerns every project. */
const FOR_ADMINS = { config: { policy: 'admin' } } as const;

/**
 * For operators: `GET /api/deliveries/dead`, `GET /api/deliveries/gaps`, `POST /api/deliveries/:guid/redrive`,
 * `GET /api/effects/dead`, `POST /api/effects/:id/redrive`.
 */
export function adminRoutes(deps: AdminDeps): (scope: FastifyInstance) => Promise<void> {
  return async function routes(scope) {
    scope.get('/api/deliveries/dead', FOR_ADMINS, async (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ deliveries: await deps.inbox.dead() }),
    );
    scope.get('/api/deliveries/gaps', FOR_ADMINS, async (_request, reply) =>
      reply.header('cache-control', 'no-store').send(await deps.deliveryGaps()),
    );
    scope.post<{ Params: { guid: string } }>(
      '/api/deliveries/:guid/redrive',
      FOR_ADMINS,
      async (request, reply) => {
        if (!(await deps.inbox.redrive(request.params.guid))) {
          return problem(reply, 404, 'There is no dead delivery with this GUID.');
        }
        await deps.ring();
        return reply.code(202).send({ redriven: request.params.guid });
      },
    );
    scope.get('/api/effects/dead', FOR_ADMINS, async (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ effects: await deps.effects.dead() }),
    );
    scope.post<{ Params: { id: string } }>('/api/effects/:id/redrive', FOR_ADMINS, async (request, reply) => {
      const id = /^[1-9]\d{0,14}$/.test(request.params.id) ? Number(request.params.id) : 0;
      if (!(await deps.effects.redrive(id)))
        return problem(reply, 404, 'There is no dead effect with this id.');
      return reply.code(202).send({ redriven: id });
    });
  };
}
