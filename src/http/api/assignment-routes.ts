import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { HttpProblem } from '../http-problem.ts';
import type { ApiDeps } from './api-deps.ts';
import { carryOut } from './carry-out.ts';
import { TASK_COMMANDS } from './command-forms.ts';
import { findAssignment } from './find-assignment.ts';
import { findTask } from './find-task.ts';
import { id, line } from './fields.ts';
import { COMMAND_REFUSALS, REFUSALS } from './refusals.ts';
import { Assignment, done, Task } from './schemas.ts';

const tags = ['assignments'];
const params = z.strictObject({ id });
const asked = { config: { policy: 'agent' } } as const;

/** `POST /api/assignments`, `GET /api/assignments/:id`, `PATCH /api/assignments/:id/progress`, `PATCH /api/tasks/:id/git` */
export function assignmentRoutes(
  deps: Pick<ApiDeps, 'catalog' | 'order' | 'followPull'>,
): FastifyPluginAsyncZod {
  const { catalog } = deps;
  return async function routes(scope) {
    const response = { 200: done('task', Task), ...COMMAND_REFUSALS };
    const give = {
      summary: 'Take a task (the agent of this token), or give it to an agent (maintainers)',
      tags,
      body: z.strictObject({
        task_id: id,
        agent: line(100).optional().describe('Name of an agent, or `@login`.'),
      }),
      response,
    };
    scope.post('/api/assignments', { ...asked, schema: give }, async ({ caller, once, body }) => {
      const task = await findTask(catalog, caller, body.task_id);
      const about = { project: task.projectId, thread: task.issue, isPull: false };
      const own = body.agent === undefined || body.agent === caller?.agent?.name;
      const command = own
        ? ({ name: 'claim', args: '' } as const)
        : ({ name: 'assign', args: body.agent ?? '' } as const);
      const message = await carryOut(deps, { caller, once }, about, command);
      return { message, task: await findTask(catalog, caller, task.id) };
    });

    const one = { summary: 'One assignment', tags, params, response: { 200: Assignment, ...REFUSALS } };
    scope.get('/api/assignments/:id', { config: { policy: 'read' }, schema: one }, ({ caller, params }) =>
      findAssignment(catalog, caller, params.id),
    );

    const progress = {
      summary: 'Say how far the task of an assignment is',
      description: 'Of an assignment that is over it is refused: what is said in its name changes nothing.',
      tags,
      params,
      body: TASK_COMMANDS.progress.body,
      response,
    };
    scope.patch(
      '/api/assignments/:id/progress',
      { ...asked, schema: progress },
      async ({ caller, once, params, body }) => {
        const assignment = await findAssignment(catalog, caller, params.id);
        if (assignment.status !== 'active')
          throw new HttpProblem(409, `This assignment is over (${assignment.status}).`, {
            reason: 'hold_over',
          });
        const about = { project: assignment.projectId, thread: assignment.issue, isPull: false };
        const args = TASK_COMMANDS.progress.args(body);
        const message = await carryOut(deps, { caller, once }, about, { name: 'progress', args });
        return { message, task: await findTask(catalog, caller, assignment.taskId) };
      },
    );

    const git = {
      summary: 'Look at a pull request now, and link it to the task if it says that it is for it',
      tags: ['git'],
      params,
      body: z.strictObject({ pull: z.int().min(1).max(999_999_999) }),
      response: { 200: Task, ...COMMAND_REFUSALS },
    };
    scope.patch('/api/tasks/:id/git', { ...asked, schema: git }, async ({ caller, params, body }) => {
      const { projectId } = await findTask(catalog, caller, params.id);
      await deps.followPull(projectId, body.pull);
      const task = await findTask(catalog, caller, params.id);
      if (task.pull === body.pull) return task;
      const how = `A line "Task: #${task.issue}" in its description links it, or a branch named <agent>/${task.issue}-...`;
      throw new HttpProblem(409, `#${body.pull} is no open pull request of this task. ${how}`, {
        reason: 'not_linked',
      });
    });
  };
}
