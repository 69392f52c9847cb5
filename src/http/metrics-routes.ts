import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Problem } from './api/refusals.ts';
import { remembered } from './remembered.ts';

export interface MetricsDeps {
  /** Everything that is measured, in Prometheus' text format. */
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
}

/** However many scrape, the tables are read this often. */
const FRESH_MS = 3_000;

const schema = {
  summary: 'Everything that is measured',
  tags: ['operations'],
  response: {
    200: {
      description: "Prometheus' text format.",
      content: { 'text/plain': { schema: z.string() } },
    },
    401: Problem,
    403: Problem,
  },
};

/** `GET /metrics`. It tells of every project, so it is for the operator. */
export function metricsRoutes(deps: MetricsDeps): (scope: FastifyInstance) => Promise<void> {
  const metrics = remembered(deps.metrics, FRESH_MS);
  return async function routes(scope) {
    scope.get('/metrics', { config: { policy: 'metrics' }, schema }, async (_request, reply) => {
      const { contentType, text } = await metrics();
      return reply.header('cache-control', 'no-store').type(contentType).send(text);
    });
  };
}
