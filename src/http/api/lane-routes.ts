import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Caller } from '../../core/model/caller.ts';
import type { LaneView } from '../../ports.ts';
import { HttpProblem } from '../http-problem.ts';
import type { ApiDeps } from './api-deps.ts';
import { carryOut, type Asker } from './carry-out.ts';
import { projectAsked } from './project-asked.ts';
import { id, line, projectId } from './fields.ts';
import { COMMAND_REFUSALS, REFUSALS } from './refusals.ts';
import { done, Lane } from './schemas.ts';

const tags = ['lanes'];
const params = z.strictObject({ id });
const asked = { config: { policy: 'agent' } } as const;
const read = { config: { policy: 'read' } } as const;

/** `GET /api/lanes...`, and `POST /api/lanes/:id/pause|resume|drain`, as `/lane` in a comment. */
export function laneRoutes(deps: Pick<ApiDeps, 'catalog' | 'order'>): FastifyPluginAsyncZod {
  async function laneOf(caller: Caller | null, number: number): Promise<LaneView> {
    const lanes = await deps.catalog.lanes(caller?.project ?? null);
    const lane = lanes.find((one) => one.id === number);
    if (lane) return lane;
    throw new HttpProblem(404, `There is no lane ${number}. GET /api/lanes lists them.`);
  }

  async function steer(asker: Asker, number: number, args: string) {
    const { caller } = asker;
    const { projectId: project, branch } = await laneOf(caller, number);
    const about = { project, thread: 0, isPull: false, branch };
    const message = await carryOut(deps, asker, about, { name: 'lane', args });
    return { message, lane: await laneOf(caller, number) };
  }

  return async function routes(scope) {
    const list = {
      summary: 'The lanes, and what stands in each',
      tags,
      querystring: z.strictObject({ projectId }),
      response: { 200: z.object({ items: z.array(Lane).readonly() }), ...REFUSALS },
    };
    scope.get('/api/lanes', { ...read, schema: list }, async ({ caller, query }) => ({
      items: await deps.catalog.lanes(projectAsked(caller, query.projectId)),
    }));

    const one = { summary: 'One lane', tags, params, response: { 200: Lane, ...REFUSALS } };
    scope.get('/api/lanes/:id', { ...read, schema: one }, ({ caller, params }) => laneOf(caller, params.id));

    const response = { 200: done('lane', Lane), ...COMMAND_REFUSALS };
    const pause = {
      summary: 'Nothing lands there until it is resumed',
      tags,
      params,
      body: z.strictObject({ reason: line(1_000) }),
      response,
    };
    scope.post('/api/lanes/:id/pause', { ...asked, schema: pause }, (request) =>
      steer(request, request.params.id, `pause ${request.body.reason}`),
    );
    const nothing = z.strictObject({}).nullish();
    const resume = { summary: 'Landings go on', tags, params, body: nothing, response };
    scope.post('/api/lanes/:id/resume', { ...asked, schema: resume }, (request) =>
      steer(request, request.params.id, 'resume'),
    );
    const drain = {
      summary: 'What is in it lands, and nothing new comes in',
      tags,
      params,
      body: nothing,
      response,
    };
    scope.post('/api/lanes/:id/drain', { ...asked, schema: drain }, (request) =>
      steer(request, request.params.id, 'drain'),
    );
  };
}
