import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ApiDeps } from './api-deps.ts';
import { pageOf } from './page-of.ts';
import { projectAsked } from './project-asked.ts';
import { cut, projectId } from './fields.ts';
import { REFUSALS } from './refusals.ts';
import { Activity, Agent, Assignment, ASSIGNMENT_STATUSES, Lane, page, Project } from './schemas.ts';

const config = { policy: 'read' } as const;

/** `GET /api/projects`, `/api/agents...`, `/api/assignments`, `/api/git/merge-queue` and `/api/activity` */
export function boardRoutes({ catalog }: Pick<ApiDeps, 'catalog'>): FastifyPluginAsyncZod {
  return async function routes(scope) {
    const projects = {
      summary: 'The repositories that this token reaches',
      tags: ['projects'],
      querystring: z.strictObject({}),
      response: { 200: z.object({ items: z.array(Project).readonly() }), ...REFUSALS },
    };
    scope.get('/api/projects', { config, schema: projects }, async ({ caller }) => ({
      items: await catalog.projects(caller?.project ?? null),
    }));

    const agents = {
      summary: 'Agents, and how they are',
      tags: ['agents'],
      querystring: z.strictObject({ projectId, active: z.enum(['true', 'false']).optional() }),
      response: { 200: z.object({ items: z.array(Agent).readonly() }), ...REFUSALS },
    };
    scope.get('/api/agents', { config, schema: agents }, async ({ caller, query }) => {
      const active = query.active === undefined ? null : query.active === 'true';
      return { items: await catalog.agents(projectAsked(caller, query.projectId), { active }) };
    });

    const assignments = {
      summary: 'Who holds or held which task',
      tags: ['assignments'],
      querystring: z.strictObject({ projectId, status: z.enum(ASSIGNMENT_STATUSES).optional(), ...cut }),
      response: { 200: page(Assignment), ...REFUSALS },
    };
    scope.get('/api/assignments', { config, schema: assignments }, async ({ caller, query }) => {
      const { status = null, cursor: after, limit } = query;
      const project = projectAsked(caller, query.projectId);
      return pageOf(await catalog.assignments(project, { status, after, limit }), limit);
    });

    const queue = {
      summary: 'The lanes, and what stands in each',
      tags: ['git'],
      querystring: z.strictObject({ projectId }),
      response: { 200: z.object({ items: z.array(Lane).readonly() }), ...REFUSALS },
    };
    scope.get('/api/git/merge-queue', { config, schema: queue }, async ({ caller, query }) => ({
      items: await catalog.lanes(projectAsked(caller, query.projectId)),
    }));

    const activity = {
      summary: 'What happened, the oldest first',
      tags: ['activity'],
      querystring: z.strictObject({
        projectId,
        latest: z.enum(['true', 'false']).default('false').describe('The newest instead, in the same order.'),
        ...cut,
      }),
      response: { 200: page(Activity), ...REFUSALS },
    };
    scope.get('/api/activity', { config, schema: activity }, async ({ caller, query }) => {
      const { cursor: after, limit } = query;
      const project = projectAsked(caller, query.projectId);
      const latest = query.latest === 'true';
      return pageOf(
        await catalog.activity(project, { task: null, after, limit, latest }),
        latest ? Infinity : limit,
      );
    });
  };
}
