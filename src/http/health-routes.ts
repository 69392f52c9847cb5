import type { FastifyInstance } from 'fastify';
import { isReady, type Readiness } from '../core/readiness.ts';
import { z } from 'zod';
import { remembered } from './remembered.ts';

export interface HealthDeps {
  readonly ready: () => Promise<Readiness>;
}

/** Whoever probes must not be able to keep the database busy. */
const FRESH_MS = 500;

const config = { policy: 'public', uncounted: true } as const;
const tags = ['operations'];
const Part = z.object({
  state: z.enum(['up', 'waiting', 'down']),
  detail: z.string().nullable().describe('Why it is not up.'),
});
const Ready = z
  .object({
    status: z.enum(['ready', 'waiting']),
    parts: z.object({ database: Part, migrations: Part, doorbell: Part, githubBudget: Part }),
  })
  .meta({ id: 'Ready' });
const health = {
  summary: 'The process lives',
  tags,
  response: { 200: z.object({ status: z.literal('ok') }) },
};
const readiness = { summary: 'Whether it can serve', tags, response: { 200: Ready, 503: Ready } };

/** `GET /health`: the process lives. `GET /ready`: it can serve, or 503; either way each part with its state. */
export function healthRoutes(deps: HealthDeps): (scope: FastifyInstance) => Promise<void> {
  const ready = remembered(deps.ready, FRESH_MS);
  return async function routes(scope) {
    scope.get('/health', { config, schema: health }, async (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ status: 'ok' }),
    );
    scope.get('/ready', { config, schema: readiness }, async (_request, reply) => {
      const parts = await ready();
      const good = isReady(parts);
      reply.header('cache-control', 'no-store').code(good ? 200 : 503);
      return reply.send({ status: good ? 'ready' : 'waiting', parts });
    });
  };
}
