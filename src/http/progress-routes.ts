import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Caller } from '../core/model/caller.ts';
import type { ProjectId } from '../core/model/ids.ts';
import type { Snapshot } from '../core/progress/snapshot.ts';
import type { ProjectSummary } from '../core/progress/summary.ts';
import { reaches } from '../core/reaches.ts';
import { problem } from './problem.ts';

export interface ProgressDeps {
  readonly progress: {
    readonly known: (project: ProjectId) => Promise<boolean>;
    /** False: there is one of this minute already. */
    readonly snapshot: (project: ProjectId) => Promise<boolean>;
    /** Each forecast beside how often earlier ones held. */
    readonly summary: (project: ProjectId) => Promise<ProjectSummary>;
    /** Newest first. */
    readonly history: (project: ProjectId, limit: number) => Promise<readonly Snapshot[]>;
  };
}

const HISTORY_AT_MOST = 1_000;

/**
 * How far a project is: `GET /api/progress/summary?projectId=1`, `GET /api/progress/history/1?limit=100`, and
 * `POST /api/progress/snapshot` with `{"projectId": 1}`, which takes one now and forecasts anew.
 */
export function progressRoutes({ progress }: ProgressDeps): (scope: FastifyInstance) => Promise<void> {
  return async function routes(scope) {
    scope.get<{ Querystring: { projectId?: unknown } }>(
      '/api/progress/summary',
      { config: { policy: 'read' } },
      async (request, reply) => {
        const project = await projectOf(request.caller, request.query.projectId);
        return project === null ? missing(reply) : fresh(reply).send(await progress.summary(project));
      },
    );
    scope.get<{ Params: { projectId: string }; Querystring: { limit?: unknown } }>(
      '/api/progress/history/:projectId',
      { config: { policy: 'read' } },
      async (request, reply) => {
        const project = await projectOf(request.caller, request.params.projectId);
        if (project === null) return missing(reply);
        const limit = Math.min(HISTORY_AT_MOST, wholeNumber(request.query.limit) ?? 100);
        return fresh(reply).send({ snapshots: await progress.history(project, limit) });
      },
    );
    scope.post<{ Body: { projectId?: unknown } | null }>(
      '/api/progress/snapshot',
      { config: { policy: 'maintain' } },
      async (request, reply) => {
        const project = await projectOf(request.caller, request.body?.projectId);
        if (project === null) return missing(reply);
        const taken = await progress.snapshot(project);
        const [snapshot] = await progress.history(project, 1);
        return fresh(reply)
          .code(taken ? 201 : 200)
          .send({ taken, snapshot, summary: await progress.summary(project) });
      },
    );
  };

  async function projectOf(caller: Caller | null, said: unknown): Promise<ProjectId | null> {
    const project = wholeNumber(said) as ProjectId | null;
    return project !== null && reaches(caller, project) && (await progress.known(project)) ? project : null;
  }
}

function missing(reply: FastifyReply): FastifyReply {
  return problem(reply, 404, 'There is no such project; `projectId` is the number that Flotilla gave it.');
}

function fresh(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store');
}

/** Null: it is none from 1 on. */
function wholeNumber(said: unknown): number | null {
  return /^[1-9]\d{0,14}$/.test(String(said)) ? Number(said) : null;
}
