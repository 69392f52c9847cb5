import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { COMMANDS } from '../../core/commands/table.ts';
import type { ApiDeps } from './api-deps.ts';
import { carryOut } from './carry-out.ts';
import { EVIDENCE, TASK_COMMANDS } from './command-forms.ts';
import { findTask } from './find-task.ts';
import { oneProject } from './project-asked.ts';
import { id, projectId } from './fields.ts';
import { runCommand, type TaskCommand } from './run-command.ts';
import { COMMAND_REFUSALS } from './refusals.ts';
import { done, Task } from './schemas.ts';

/** Finer rules are the command's own, and the repository's. */
const config = { policy: 'agent' } as const;
const tags = ['commands'];
const response = { 200: done('task', Task), ...COMMAND_REFUSALS };
const params = z.strictObject({ id });

const NAMES = Object.keys(TASK_COMMANDS) as TaskCommand[];
/** Every command of comments: `POST /api/tasks/:id/<command>`, and the same under the names of the system's origin. */
export function commandRoutes(deps: Pick<ApiDeps, 'catalog' | 'order'>): FastifyPluginAsyncZod {
  const { catalog } = deps;

  return async function routes(scope) {
    for (const name of NAMES) {
      const { description, who, usage } = COMMANDS[name];
      const schema = {
        summary: description,
        description: `As \`${usage}\` in a comment. Who: ${who}.`,
        tags,
        params,
        body: TASK_COMMANDS[name].body,
        response,
      };
      scope.post(`/api/tasks/:id/${name}`, { config, schema }, async (request) => {
        const { caller, params, body } = request;
        return runCommand(deps, request, await findTask(catalog, caller, params.id), { name, said: body });
      });
    }

    const progress = {
      summary: COMMANDS.progress.description,
      tags: ['tasks'],
      params,
      body: TASK_COMMANDS.progress.body,
      response,
    };
    scope.patch(
      '/api/tasks/:id/progress',
      { config, schema: progress },
      async ({ caller, once, params, body }) =>
        runCommand(deps, { caller, once }, await findTask(catalog, caller, params.id), {
          name: 'progress',
          said: body,
        }),
    );

    const evidence = {
      summary: COMMANDS.evidence.description,
      tags: ['git'],
      body: z.strictObject({ task_id: id, ...EVIDENCE }),
      response,
    };
    scope.post('/api/git/evidence', { config, schema: evidence }, async ({ caller, once, body }) => {
      const { task_id, ...said } = body;
      return runCommand(deps, { caller, once }, await findTask(catalog, caller, task_id), {
        name: 'evidence',
        said,
      });
    });

    const next = {
      summary: 'The best ready task for the agent of this token',
      tags,
      body: z.strictObject({ projectId }).nullish(),
      response: { 200: z.object({ message: z.string().nullable() }), ...COMMAND_REFUSALS },
    };
    scope.post('/api/tasks/next', { config, schema: next }, async ({ caller, once, body }) => {
      const project = oneProject(caller, body?.projectId);
      const about = { project, thread: 0, isPull: false };
      return { message: await carryOut(deps, { caller, once }, about, { name: 'next', args: '' }) };
    });
  };
}
