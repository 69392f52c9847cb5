import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ProjectId } from '../core/model/ids.ts';
import type { Snapshot as ProgressSnapshot } from '../core/progress/snapshot.ts';
import type { ProjectSummary } from '../core/progress/summary.ts';
import { id, projectId, whole } from './api/fields.ts';
import { Snapshot, Summary } from './api/progress-schemas.ts';
import { REFUSALS } from './api/refusals.ts';
import { knownProject } from './api/known-project.ts';

export interface ProgressDeps {
  readonly progress: {
    readonly known: (project: ProjectId) => Promise<boolean>;
    /** False: there is one of this minute already. */
    readonly snapshot: (project: ProjectId) => Promise<boolean>;
    /** Each forecast beside how often earlier ones held. */
    readonly summary: (project: ProjectId) => Promise<ProjectSummary>;
    /** Newest first. */
    readonly history: (project: ProjectId, limit: number) => Promise<readonly ProgressSnapshot[]>;
  };
}

const tags = ['progress'];
const config = { policy: 'read' } as const;
const HISTORY_AT_MOST = 1_000;

/**
 * How far a project is: `GET /api/progress/summary?projectId=1`, `GET /api/progress/history/1?limit=100`, and
 * `POST /api/progress/snapshot` with `{"projectId": 1}`, which takes one now and forecasts anew.
 */
export function progressRoutes({ progress }: ProgressDeps): FastifyPluginAsyncZod {
  return async function routes(scope) {
    const summary = {
      summary: 'How far a project is, how fast it goes, and when it will be finished',
      tags,
      querystring: z.strictObject({ projectId }),
      response: { 200: Summary, ...REFUSALS },
    };
    scope.get('/api/progress/summary', { config, schema: summary }, async ({ caller, query }) =>
      progress.summary(await knownProject(progress, caller, query.projectId)),
    );

    const history = {
      summary: 'Snapshots, the newest first',
      tags,
      params: z.strictObject({ projectId: id }),
      querystring: z.strictObject({
        limit: whole(1, HISTORY_AT_MOST).default(100),
      }),
      response: { 200: z.object({ snapshots: z.array(Snapshot).readonly() }), ...REFUSALS },
    };
    scope.get(
      '/api/progress/history/:projectId',
      { config, schema: history },
      async ({ caller, params, query }) => {
        const project = await knownProject(progress, caller, params.projectId);
        return { snapshots: await progress.history(project, query.limit) };
      },
    );

    const taken = z.object({ taken: z.boolean(), snapshot: Snapshot.optional(), summary: Summary });
    const take = {
      summary: 'Take a snapshot now, at most one a minute, and forecast anew',
      tags,
      body: z.strictObject({ projectId: z.int().min(1) }),
      response: { 200: taken, 201: taken, ...REFUSALS },
    };
    scope.post(
      '/api/progress/snapshot',
      { config: { policy: 'maintain' }, schema: take },
      async ({ caller, body }, reply) => {
        const project = await knownProject(progress, caller, body.projectId);
        const isNew = await progress.snapshot(project);
        const [snapshot] = await progress.history(project, 1);
        return reply
          .code(isNew ? 201 : 200)
          .send({ taken: isNew, snapshot, summary: await progress.summary(project) });
      },
    );
  };
}
