import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { PULL_STANDINGS } from '../core/brief/brief-pull.ts';
import type { Brief } from '../core/brief/brief.ts';
import type { ProjectId } from '../core/model/ids.ts';
import { EJECT_REASONS } from '../core/model/lane.ts';
import { TASK_STATUSES } from '../core/model/task.ts';
import { reaches } from '../core/reaches.ts';
import type { Catalog } from '../ports.ts';
import { findTask } from './api/find-task.ts';
import { id, whole } from './api/fields.ts';
import { REFUSALS } from './api/refusals.ts';
import { HttpProblem } from './http-problem.ts';

export interface BriefDeps {
  /** Null: there is no such task. */
  readonly brief: (project: ProjectId, issue: number) => Promise<(Brief & { readonly words: string }) | null>;
}

const config = { policy: 'read' } as const;
const tags = ['tasks'];
const summary = 'What an agent is told about a task; as Markdown with `Accept: text/markdown`';

/** What is promised of a brief; there is more in it, for readers. */
export const BriefShape = z
  .looseObject({
    issue: z.int(),
    status: z.enum(TASK_STATUSES),
    words: z.string().describe('All of it in Markdown.'),
    gates: z.array(z.string()).readonly(),
    waitsFor: z.array(z.string()).readonly(),
    protectedPaths: z.array(z.string()).readonly(),
    push: z.looseObject({
      branch: z.string().nullable().describe('The branch to work on, once it is known who does.'),
      base: z.string().nullable().describe('Where it starts, and where the pull request goes.'),
    }),
    pull: z
      .object({
        number: z.int(),
        head: z.string(),
        standing: z
          .enum(PULL_STANDINGS)
          .describe('How this head stands; `failed`: its author has to change something, `blocked`: others.'),
        reason: z.enum(EJECT_REASONS).nullable().describe('Why it was taken out of its lane.'),
        title: z.string(),
        words: z.string().describe('What its check says, in Markdown.'),
      })
      .nullable()
      .describe('The pull request of the task.'),
    next: z.string().describe('What to do now.'),
  })
  .meta({ id: 'Brief' });
const response = {
  200: {
    description: 'What was asked for: JSON, or Markdown alone.',
    content: { 'application/json': { schema: BriefShape }, 'text/markdown': { schema: z.string() } },
  },
  ...REFUSALS,
};

/**
 * `GET /api/projects/1/tasks/12/brief`: what an agent is told about the task of issue 12, as JSON, whose `words` say the
 * same in Markdown; as Markdown alone where that is what is asked for. `GET /api/tasks/:id/brief`: the same.
 */
export function briefRoutes({
  brief,
  catalog,
}: BriefDeps & { readonly catalog: Pick<Catalog, 'task'> }): FastifyPluginAsyncZod {
  async function tell(
    request: Pick<FastifyRequest, 'headers'>,
    reply: FastifyReply,
    project: ProjectId,
    issue: number,
  ) {
    const found = await brief(project, issue);
    reply.header('vary', 'accept');
    if (!found) throw new HttpProblem(404, 'This issue is no task of that project.');
    if (!/\btext\/markdown\b/i.test(request.headers.accept ?? '')) return reply.send(found);
    return reply.type('text/markdown; charset=utf-8').send(found.words);
  }

  return async function routes(scope) {
    const issue = whole(1, 999_999_999);
    const ofIssue = { summary, tags, params: z.strictObject({ projectId: id, issue }), response };
    scope.get(
      '/api/projects/:projectId/tasks/:issue/brief',
      { config, schema: ofIssue },
      async (request, reply) => {
        const project = request.params.projectId as ProjectId;
        if (!reaches(request.caller, project))
          throw new HttpProblem(404, 'This issue is no task of that project.');
        return tell(request, reply, project, request.params.issue);
      },
    );

    const ofTask = { summary, tags, params: z.strictObject({ id }), response };
    scope.get('/api/tasks/:id/brief', { config, schema: ofTask }, async (request, reply) => {
      const task = await findTask(catalog, request.caller, request.params.id);
      return tell(request, reply, task.projectId, task.issue);
    });
  };
}
