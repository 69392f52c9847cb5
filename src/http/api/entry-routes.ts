import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ENTRY_STATES } from '../../core/model/lane.ts';
import type { Caller } from '../../core/model/caller.ts';
import type { EntryDetail } from '../../ports.ts';
import { HttpProblem } from '../http-problem.ts';
import type { ApiDeps } from './api-deps.ts';
import { carryOut, type Asker } from './carry-out.ts';
import { pageOf } from './page-of.ts';
import { oneProject, projectAsked } from './project-asked.ts';
import { cut, id, line, projectId, whole } from './fields.ts';
import { COMMAND_REFUSALS, REFUSALS } from './refusals.ts';
import { Branch, done, Entry, page } from './schemas.ts';

const tags = ['lanes'];
const params = z.strictObject({ id });
const read = { config: { policy: 'read' } } as const;
const asked = { config: { policy: 'agent' } } as const;

/** `/api/entries...`: what stands or stood in the lanes; `GET /api/git/branches` */
export function entryRoutes(
  deps: Pick<ApiDeps, 'catalog' | 'order' | 'explainEntry'>,
): FastifyPluginAsyncZod {
  const { catalog } = deps;

  async function entryOf(caller: Caller | null, number: number): Promise<EntryDetail> {
    const entry = await catalog.entry(caller?.project ?? null, number);
    if (entry) return entry;
    throw new HttpProblem(404, `There is no entry ${number}. GET /api/entries lists them.`);
  }

  async function command(asker: Asker, number: number, name: 'dequeue' | 'retry') {
    const { caller } = asker;
    const { projectId: project, pull } = await entryOf(caller, number);
    if (pull === null)
      throw new HttpProblem(409, 'This entry brings code of another branch, and comes and goes by itself.');
    const message = await carryOut(deps, asker, { project, thread: pull, isPull: true }, { name, args: '' });
    return { message, entry: await newest(caller, project, pull) };
  }

  /** The newest stay of a pull request. */
  async function newest(caller: Caller | null, project: EntryDetail['projectId'], pull: number) {
    const entry = await catalog.newestEntry(project, pull);
    return entry === null ? null : entryOf(caller, entry);
  }

  return async function routes(scope) {
    const list = {
      summary: 'Stays in the lanes, the oldest first',
      tags,
      querystring: z.strictObject({
        projectId,
        laneId: id.optional(),
        pull: whole(1, 999_999_999).optional().describe('Only the stays of this pull request.'),
        state: z.enum(ENTRY_STATES).optional(),
        live: z.enum(['true', 'false']).optional(),
        ...cut,
      }),
      response: { 200: page(Entry), ...REFUSALS },
    };
    scope.get('/api/entries', { ...read, schema: list }, async ({ caller, query }) => {
      const { laneId: lane = null, pull = null, state = null, cursor: after, limit } = query;
      const live = query.live === undefined ? null : query.live === 'true';
      const project = projectAsked(caller, query.projectId);
      return pageOf(await catalog.entries(project, { lane, pull, state, live, after, limit }), limit);
    });

    const one = { summary: 'One stay in a lane', tags, params, response: { 200: Entry, ...REFUSALS } };
    scope.get('/api/entries/:id', { ...read, schema: one }, ({ caller, params }) =>
      entryOf(caller, params.id),
    );

    const explain = {
      summary: 'Why it is where it is, and what happens next',
      tags,
      params,
      response: { 200: z.object({ title: z.string(), words: z.string() }), ...REFUSALS },
    };
    scope.get('/api/entries/:id/explain', { ...read, schema: explain }, async ({ caller, params }) => {
      const entry = await entryOf(caller, params.id);
      const words = `It brings the code of ${entry.sync} to ${entry.branch}.`;
      return (await deps.explainEntry(entry.id)) ?? { title: entry.state, words };
    });

    const response = { 200: done('entry', Entry.nullable()), ...COMMAND_REFUSALS };
    const enqueue = {
      summary: 'A pull request enters the lane of its base',
      tags,
      body: z.strictObject({ projectId, pull: z.int().min(1).max(999_999_999), sha: line(40).optional() }),
      response,
    };
    scope.post('/api/entries', { ...asked, schema: enqueue }, async ({ caller, once, body }) => {
      const project = oneProject(caller, body.projectId);
      const about = { project, thread: body.pull, isPull: true };
      const message = await carryOut(deps, { caller, once }, about, { name: 'merge', args: body.sha ?? '' });
      return { message, entry: await newest(caller, project, body.pull) };
    });

    const nothing = z.strictObject({}).nullish();
    const dequeue = { summary: 'Take it out of its lane', tags, params, body: nothing, response };
    scope.post('/api/entries/:id/dequeue', { ...asked, schema: dequeue }, (request) =>
      command(request, request.params.id, 'dequeue'),
    );
    const retry = { summary: 'Enter again with the same head', tags, params, body: nothing, response };
    scope.post('/api/entries/:id/retry', { ...asked, schema: retry }, (request) =>
      command(request, request.params.id, 'retry'),
    );

    const branches = {
      summary: 'The branches that landings go to, and those of open pull requests',
      tags: ['git'],
      querystring: z.strictObject({ projectId }),
      response: { 200: z.object({ items: z.array(Branch).readonly() }), ...REFUSALS },
    };
    scope.get('/api/git/branches', { ...read, schema: branches }, async ({ caller, query }) => ({
      items: await catalog.branches(projectAsked(caller, query.projectId)),
    }));
  };
}
