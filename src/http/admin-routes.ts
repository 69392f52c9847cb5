import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DeliveryGaps, Inbox, Outbox } from '../ports.ts';
import { problem } from './problem.ts';

export interface AdminDeps {
  readonly inbox: Pick<Inbox, 'dead' | 'redrive'>;
  readonly effects: Pick<Outbox, 'dead' | 'redrive'>;
  readonly deliveryGaps: () => Promise<DeliveryGaps>;
  /** Says that deliveries are waiting. */
  readonly ring: () => Promise<void>;
  /** What `Authorization: Bearer` must carry. Null: these routes do not exist. */
  readonly adminToken: string | null;
}

/**
 * For operators: `GET /api/deliveries/dead`, `GET /api/deliveries/gaps`, `POST /api/deliveries/:guid/redrive`,
 * `GET /api/effects/dead`, `POST /api/effects/:id/redrive`.
 */
export function adminRoutes(deps: AdminDeps): (scope: FastifyInstance) => Promise<void> {
  return async function routes(scope) {
    scope.addHook('onRequest', async (request, reply) => authorize(request, reply, deps.adminToken));
    scope.get('/api/deliveries/dead', async (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ deliveries: await deps.inbox.dead() }),
    );
    scope.get('/api/deliveries/gaps', async (_request, reply) =>
      reply.header('cache-control', 'no-store').send(await deps.deliveryGaps()),
    );
    scope.post<{ Params: { guid: string } }>('/api/deliveries/:guid/redrive', async (request, reply) => {
      if (!(await deps.inbox.redrive(request.params.guid))) {
        return problem(reply, 404, 'There is no dead delivery with this GUID.');
      }
      await deps.ring();
      return reply.code(202).send({ redriven: request.params.guid });
    });
    scope.get('/api/effects/dead', async (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ effects: await deps.effects.dead() }),
    );
    scope.post<{ Params: { id: string } }>('/api/effects/:id/redrive', async (request, reply) => {
      const id = /^[1-9]\d{0,14}$/.test(request.params.id) ? Number(request.params.id) : 0;
      if (!(await deps.effects.redrive(id)))
        return problem(reply, 404, 'There is no dead effect with this id.');
      return reply.code(202).send({ redriven: id });
    });
  };
}

async function authorize(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string | null,
): Promise<FastifyReply | undefined> {
  if (token === null) return problem(reply, 404, 'There is nothing at this address.');
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (sameText(given, token)) return undefined;
  reply.header('www-authenticate', 'Bearer');
  return problem(reply, 401, 'Send the admin token as "Authorization: Bearer <token>".');
}

/** Hashes have one length, so neither the length nor the first difference shows in the time taken. */
function sameText(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
