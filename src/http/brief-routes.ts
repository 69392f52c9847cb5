import type { FastifyInstance } from 'fastify';
import type { Brief } from '../core/brief/brief.ts';
import type { ProjectId } from '../core/model/ids.ts';
import { reaches } from '../core/reaches.ts';
import { problem } from './problem.ts';

export interface BriefDeps {
  /** Null: there is no such task. */
  readonly brief: (project: ProjectId, issue: number) => Promise<(Brief & { readonly words: string }) | null>;
}

const NUMBER = /^[1-9]\d{0,8}$/;

/**
 * `GET /api/projects/1/tasks/12/brief`: what an agent is told about the task of issue 12, as JSON, whose `words` say the
 * same in Markdown; as Markdown alone where that is what is asked for (`Accept: text/markdown`).
 */
export function briefRoutes({ brief }: BriefDeps): (scope: FastifyInstance) => Promise<void> {
  return async function routes(scope) {
    scope.get<{ Params: { projectId: string; issue: string } }>(
      '/api/projects/:projectId/tasks/:issue/brief',
      { config: { policy: 'read' } },
      async (request, reply) => {
        const { projectId, issue } = request.params;
        const project = Number(projectId) as ProjectId;
        const known = NUMBER.test(projectId) && NUMBER.test(issue) && reaches(request.caller, project);
        const found = known ? await brief(project, Number(issue)) : null;
        reply.header('cache-control', 'no-store').header('vary', 'accept');
        if (!found) return problem(reply, 404, 'This issue is no task of that project.');
        if (!/\btext\/markdown\b/i.test(request.headers.accept ?? '')) return reply.send(found);
        return reply.type('text/markdown; charset=utf-8').send(found.words);
      },
    );
  };
}
