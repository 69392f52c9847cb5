import type { FastifyInstance } from 'fastify';
import { isReady, type Readiness } from '../core/readiness.ts';
import { remembered } from './remembered.ts';

export interface HealthDeps {
  readonly ready: () => Promise<Readiness>;
}

/** Whoever probes must not be able to keep the database busy. */
const FRESH_MS = 500;

const FOR_ALL = { config: { policy: 'public', uncounted: true } } as const;

/** `GET /health`: the process lives. `GET /ready`: it can serve, or 503; either way each part with its state. */
export function healthRoutes(deps: HealthDeps): (scope: FastifyInstance) => Promise<void> {
  const ready = remembered(deps.ready, FRESH_MS);
  return async function routes(scope) {
    scope.get('/health', FOR_ALL, async (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ status: 'ok' }),
    );
    scope.get('/ready', FOR_ALL, async (_request, reply) => {
      const parts = await ready();
      const good = isReady(parts);
      reply.header('cache-control', 'no-store').code(good ? 200 : 503);
      return reply.send({ status: good ? 'ready' : 'waiting', parts });
    });
  };
}
