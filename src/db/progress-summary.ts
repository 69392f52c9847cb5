import type { ProjectId } from '../core/model/ids.ts';
import type { HitRate, ProjectSummary } from '../core/progress/summary.ts';
import { dailyHours, velocityOf, WINDOW_DAYS } from '../core/progress/velocity.ts';
import { together } from '../core/progress/weighted-progress.ts';
import { epicSummaries, toEta, type EtaRow } from './epic-summaries.ts';
import { one, type Sql } from './sql.ts';

interface PaceRow {
  readonly at: Date;
  readonly since: Date;
  readonly finished: readonly { readonly at: string; readonly hours: number }[];
  readonly eta: EtaRow | null;
  readonly hits: HitRate | null;
}

/** How far a project is, how fast it goes, and when it will be finished; what its epics' status comments show. */
export async function progressSummary(sql: Sql, project: ProjectId): Promise<ProjectSummary> {
  const epics = (await epicSummaries(sql, [project])).get(project) ?? [];
  const progress = together(epics.map((epic) => epic.progress));
  const pace = await paceOf(sql, project);
  const finished = pace.finished.map(({ at, hours }) => ({ at: new Date(at), hours }));
  return {
    progress,
    velocity: velocityOf(dailyHours(finished, pace.since, pace.at)),
    eta: progress.done < progress.tasks ? toEta(pace.eta) : null,
    hits: pace.hits,
    epics,
  };
}

function paceOf(sql: Sql, project: ProjectId): Promise<PaceRow> {
  return one<PaceRow>(
    sql,
    `select statement_timestamp() as at, p.created_at as since,
            (select coalesce(jsonb_agg(jsonb_build_object('at', t.done_at, 'hours', t.done_hours)), '[]')
               from tasks t
              where t.project_id = p.id and t.status = 'done'
                and t.done_at > statement_timestamp() - $2::integer * interval '1 day') as finished,
            (select jsonb_build_object('madeAt', f.made_at, 'p50', f.p50_at, 'p85', f.p85_at)
               from forecasts f
              where f.project_id = p.id and f.epic_id is null and f.ended_at is null
              order by f.made_at desc
              limit 1) as eta,
            (select jsonb_build_object('scored', h.scored, 'p50', h.p50, 'p85', h.p85)
               from forecast_hits h where h.project_id = p.id) as hits
       from projects p
      where p.id = $1::bigint`,
    [project, WINDOW_DAYS],
    'there is no such project',
  );
}
