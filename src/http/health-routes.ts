import type { FastifyInstance } from 'fastify';

export interface HealthDeps {
  /** Why requests cannot be served now, in sentences without secrets; empty when they can. */
  readonly ready: () => Promise<readonly string[]>;
}

const FOR_ALL = { config: { policy: 'public' } } as const;

/** `GET /health`: the process lives. `GET /ready`: it can serve, or 503 and why not. */
export function healthRoutes(deps: HealthDeps): (scope: FastifyInstance) => Promise<void> {
  return async function routes(scope) {
    scope.get('/health', FOR_ALL, async (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ status: 'ok' }),
    );
    scope.get('/ready', FOR_ALL, async (_request, reply) => {
      const waitsFor = await deps.ready();
      reply.header('cache-control', 'no-store');
      if (waitsFor.length === 0) return reply.send({ status: 'ready' });
      return reply.code(503).send({ status: 'waiting', waitsFor });
    });
  };
}
