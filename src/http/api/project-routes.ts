import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { COMMANDS } from '../../core/commands/table.ts';
import { HttpProblem } from '../http-problem.ts';
import type { ProgressDeps } from '../progress-routes.ts';
import type { ApiDeps } from './api-deps.ts';
import { knownProject } from './known-project.ts';
import { projectAsked } from './project-asked.ts';
import { id, projectId } from './fields.ts';
import { Config } from './operation-schemas.ts';
import { AgentProgress, Epic, Forecast } from './progress-schemas.ts';
import { REFUSALS } from './refusals.ts';
import { Project } from './schemas.ts';

const config = { policy: 'read' } as const;
const params = z.strictObject({ projectId: id });

/** What a repository is like: its configuration, epics and forecasts, what its agents did, and what may be commanded. */
export function projectRoutes({
  catalog,
  progress,
}: Pick<ApiDeps, 'catalog'> & ProgressDeps): FastifyPluginAsyncZod {
  return async function routes(scope) {
    const one = {
      summary: 'One repository',
      tags: ['projects'],
      params,
      response: { 200: Project, ...REFUSALS },
    };
    scope.get('/api/projects/:projectId', { config, schema: one }, async ({ caller, params }) => {
      const [found] = await catalog.projects(await knownProject(progress, caller, params.projectId));
      if (found) return found;
      throw new HttpProblem(404, 'This project is gone.');
    });

    const configuration = {
      summary: 'The configuration that is in force, and what is wrong with the newest one',
      tags: ['projects'],
      params,
      response: { 200: Config, ...REFUSALS },
    };
    scope.get(
      '/api/projects/:projectId/config',
      { config, schema: configuration },
      async ({ caller, params }) => {
        const found = await catalog.config(await knownProject(progress, caller, params.projectId));
        if (!found) throw new HttpProblem(404, 'This project is gone.');
        return { ...found, config: found.config && { ...found.config } };
      },
    );

    const ofProject = z.strictObject({ projectId });
    const epics = {
      summary: 'Epics: how far they are, what they wait for, and when they will be finished',
      tags: ['epics'],
      querystring: ofProject,
      response: { 200: z.object({ items: z.array(Epic).readonly() }), ...REFUSALS },
    };
    scope.get('/api/epics', { config, schema: epics }, async ({ caller, query }) => ({
      items: (await progress.summary(await knownProject(progress, caller, query.projectId))).epics,
    }));

    const forecasts = {
      summary: 'When a project and its epics will be finished, and how often earlier forecasts held',
      tags: ['progress'],
      querystring: ofProject,
      response: { 200: Forecast, ...REFUSALS },
    };
    scope.get('/api/forecasts', { config, schema: forecasts }, async ({ caller, query }) => {
      const {
        eta,
        hits,
        epics: all,
      } = await progress.summary(await knownProject(progress, caller, query.projectId));
      return { eta, hits, epics: all.map(({ key, eta: own }) => ({ key, eta: own })) };
    });

    const agents = {
      summary: 'What each agent has done',
      tags: ['progress'],
      querystring: ofProject,
      response: { 200: z.object({ items: z.array(AgentProgress).readonly() }), ...REFUSALS },
    };
    scope.get('/api/progress/agents', { config, schema: agents }, async ({ caller, query }) => ({
      items: await catalog.agentProgress(projectAsked(caller, query.projectId)),
    }));

    const commands = {
      summary: 'What may be said in comments, and asked for here',
      tags: ['commands'],
      querystring: z.strictObject({}),
      response: { 200: z.object({ items: z.array(Spec) }), ...REFUSALS },
    };
    scope.get('/api/commands', { config, schema: commands }, async () => ({
      items: Object.values(COMMANDS).map(({ name, usage, description, who, role, example }) => ({
        name,
        usage,
        description,
        who,
        role,
        example,
      })),
    }));
  };
}

const Spec = z
  .object({
    name: z.string(),
    usage: z.string(),
    description: z.string(),
    who: z.string(),
    role: z.string().describe('The least role, unless the repository asks for another.'),
    example: z.string(),
  })
  .meta({ id: 'Command' });
