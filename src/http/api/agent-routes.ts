import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { covers } from '../../core/model/api-token.ts';
import type { Caller } from '../../core/model/caller.ts';
import type { AgentView } from '../../ports.ts';
import { HttpProblem } from '../http-problem.ts';
import type { ApiDeps } from './api-deps.ts';
import { beat } from './beat.ts';
import { id, line } from './fields.ts';
import { REFUSALS } from './refusals.ts';
import { Agent, Heartbeat } from './schemas.ts';

const tags = ['agents'];
const params = z.strictObject({ id });
const nothing = z.strictObject({}).nullish();
const asAgent = { config: { policy: 'agent' } } as const;
const asMaintainer = { config: { policy: 'maintain' } } as const;

/** `GET /api/agents/:id`, and `POST /api/agents/register`, `/heartbeat`, `/:id/deactivate` and `/:id/activate` */
export function agentRoutes(deps: ApiDeps): FastifyPluginAsyncZod {
  async function agentOf(caller: Caller | null, number: number): Promise<AgentView> {
    const found = await deps.catalog.agent(caller?.project ?? null, number);
    if (found) return found;
    throw new HttpProblem(404, `There is no agent ${number}. GET /api/agents lists them.`);
  }

  return async function routes(scope) {
    const one = { summary: 'One agent', tags, params, response: { 200: Agent, ...REFUSALS } };
    scope.get('/api/agents/:id', { config: { policy: 'read' }, schema: one }, ({ caller, params }) =>
      agentOf(caller, params.id),
    );

    const heartbeat = {
      summary: 'The agent of this token lives: it is healthy, and what it holds has a fresh lease',
      tags,
      body: nothing,
      response: { 200: Heartbeat, ...REFUSALS },
    };
    scope.post('/api/agents/heartbeat', { ...asAgent, schema: heartbeat }, async ({ caller }) => {
      const { agent, holds } = await beat(deps, caller);
      return { agent: agent.name, holds };
    });

    const register = {
      summary: 'The agent of this token begins to work',
      description: 'Who may work is listed in `.github/flotilla.yml`; this says whom the token stands for.',
      tags,
      body: nothing,
      response: { 200: z.object({ agent: Agent, holds: Heartbeat.shape.holds }), ...REFUSALS },
    };
    scope.post('/api/agents/register', { ...asAgent, schema: register }, async ({ caller }) => {
      const { agent, holds } = await beat(deps, caller);
      return { agent: await agentOf(caller, agent.id), holds };
    });

    const deactivate = {
      summary: 'Take an agent out of service: what it holds is free again, and it gets nothing more',
      tags,
      params,
      body: z.strictObject({ reason: line(500) }),
      response: {
        200: z.object({ agent: Agent, released: z.array(z.int()).readonly().describe('Issues.') }),
        ...REFUSALS,
      },
    };
    scope.post(
      '/api/agents/:id/deactivate',
      { ...asMaintainer, schema: deactivate },
      async ({ caller, once, params, body }) => {
        const agent = await agentOf(caller, params.id);
        const released = await deps.deactivate({ ...service(caller, agent), once }, body.reason);
        if (released === null) throw new HttpProblem(404, `There is no agent ${params.id}.`);
        return { agent: await agentOf(caller, params.id), released };
      },
    );

    const activate = {
      summary: 'Let an agent work again that was taken out of service',
      tags,
      params,
      body: nothing,
      response: { 200: z.object({ agent: Agent }), ...REFUSALS },
    };
    scope.post(
      '/api/agents/:id/activate',
      { ...asMaintainer, schema: activate },
      async ({ caller, once, params }) => {
        const agent = await agentOf(caller, params.id);
        if ((await deps.activate({ ...service(caller, agent), once })) === null)
          throw new HttpProblem(404, `There is no agent ${params.id}.`);
        return { agent: await agentOf(caller, params.id) };
      },
    );
  };
}

function service(caller: Caller | null, { projectId: project, id: agent }: AgentView) {
  if (caller === null || !covers(caller.scope, 'maintain')) throw new Error('only maintainers get here');
  return { project, agent, by: caller };
}
