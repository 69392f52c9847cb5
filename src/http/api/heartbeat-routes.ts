import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { HttpProblem } from '../http-problem.ts';
import type { ApiDeps } from './api-deps.ts';
import { Heartbeat, REFUSALS } from './schemas.ts';

const config = { policy: 'agent' } as const;

/** `POST /api/agents/heartbeat` */
export function heartbeatRoutes({ heartbeat }: Pick<ApiDeps, 'heartbeat'>): FastifyPluginAsyncZod {
  return async function routes(scope) {
    const schema = {
      summary: 'The agent of this token lives: it is healthy, and what it holds has a fresh lease',
      tags: ['agents'],
      body: z.strictObject({}).nullish(),
      response: { 200: Heartbeat, ...REFUSALS },
    };
    scope.post('/api/agents/heartbeat', { config, schema }, async ({ caller }) => {
      const agent = caller?.agent?.name;
      if (agent === undefined || caller?.project == null)
        throw new HttpProblem(
          400,
          'This token acts as no agent. Make one with --scope agent --agent <name>.',
        );
      const holds = await heartbeat(caller.project, agent);
      if (holds === null)
        throw new HttpProblem(
          403,
          `${agent} is on the list in .github/flotilla.yml no more, so it acts for nobody.`,
        );
      return { agent, holds };
    });
  };
}
