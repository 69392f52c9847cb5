import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { TASK_STATUSES } from '../../core/model/task.ts';
import type { ApiDeps } from './api-deps.ts';
import { findTask } from './find-task.ts';
import { pageOf } from './page-of.ts';
import { oneProject, projectAsked } from './project-asked.ts';
import { readyList } from './ready-list.ts';
import { cut, id, projectId, text, whole } from './fields.ts';
import { REFUSALS } from './refusals.ts';
import { Activity, Evidence, page, ReadyTask, Task } from './schemas.ts';

const config = { policy: 'read' } as const;
const tags = ['tasks'];
const name = text(100).optional();

/** `GET /api/tasks...` and `GET /api/git/evidence/:task_id` */
export function taskRoutes(deps: Pick<ApiDeps, 'catalog' | 'readyTasks'>): FastifyPluginAsyncZod {
  const { catalog } = deps;
  return async function routes(scope) {
    const list = {
      summary: 'Tasks',
      tags,
      querystring: z.strictObject({
        projectId,
        issue: whole(1, 999_999_999).optional().describe('Only the task of this issue.'),
        status: z.enum(TASK_STATUSES).optional(),
        epic: name.describe('Key of an epic.'),
        holder: name.describe('Name of an agent.'),
        search: text(200).optional().describe('Part of the title, in any case.'),
        ...cut,
      }),
      response: { 200: page(Task), ...REFUSALS },
    };
    scope.get('/api/tasks', { config, schema: list }, async ({ caller, query }) => {
      const {
        cursor: after,
        limit,
        issue = null,
        status = null,
        epic = null,
        holder = null,
        search = null,
      } = query;
      const project = projectAsked(caller, query.projectId);
      return pageOf(
        await catalog.tasks(project, { issue, status, epic, holder, search, after, limit }),
        limit,
      );
    });

    const ready = {
      summary: 'What may be claimed now, the best first',
      tags,
      querystring: z.strictObject({ projectId, role: name.describe('What the agent is good at.') }),
      response: { 200: z.object({ items: z.array(ReadyTask) }), ...REFUSALS },
    };
    scope.get('/api/tasks/ready/list', { config, schema: ready }, async ({ caller, query }) => {
      const roles = query.role === undefined ? [] : [query.role];
      return { items: await readyList(deps, oneProject(caller, query.projectId), roles) };
    });

    const one = {
      summary: 'One task',
      tags,
      params: z.strictObject({ id }),
      response: { 200: Task, ...REFUSALS },
    };
    scope.get('/api/tasks/:id', { config, schema: one }, ({ caller, params }) =>
      findTask(catalog, caller, params.id),
    );

    const history = {
      summary: 'What happened to a task, the oldest first',
      tags,
      params: z.strictObject({ id }),
      querystring: z.strictObject(cut),
      response: { 200: page(Activity), ...REFUSALS },
    };
    scope.get('/api/tasks/:id/history', { config, schema: history }, async ({ caller, params, query }) => {
      const task = await findTask(catalog, caller, params.id);
      const { cursor: after, limit } = query;
      return pageOf(await catalog.activity(task.projectId, { task: task.id, after, limit }), limit);
    });

    const evidence = {
      summary: 'The evidence of a task, the oldest first',
      tags: ['git'],
      params: z.strictObject({ task_id: id }),
      response: { 200: z.object({ items: z.array(Evidence).readonly() }), ...REFUSALS },
    };
    scope.get('/api/git/evidence/:task_id', { config, schema: evidence }, async ({ caller, params }) => {
      const task = await findTask(catalog, caller, params.task_id);
      return { items: await catalog.evidence(task.id) };
    });
  };
}
