import type { ProjectId } from '../core/model/ids.ts';
import type { EpicSummary } from '../core/progress/summary.ts';
import { rows, type Sql } from './sql.ts';
import { dateOrNull, type Time } from './values.ts';

/** A forecast in jsonb. */
export interface EtaRow {
  readonly madeAt: Time;
  readonly p50: Time | null;
  readonly p85: Time | null;
}

export function toEta(row: EtaRow | null): EpicSummary['eta'] {
  return row && { madeAt: new Date(row.madeAt), p50: dateOrNull(row.p50), p85: dateOrNull(row.p85) };
}

interface EpicRow extends Omit<EpicSummary, 'eta'> {
  readonly project: ProjectId;
  readonly eta: EtaRow | null;
}

/** The epics of some projects, in order; `null`: of all. One statement, however many there are. */
export async function epicSummaries(
  sql: Sql,
  projects: readonly ProjectId[] | null,
): Promise<ReadonlyMap<ProjectId, readonly EpicSummary[]>> {
  const found = await rows<EpicRow>(
    sql,
    `with counted as materialized (
       select * from epic_progress where $1::bigint[] is null or project_id = any ($1::bigint[])
     )
     select c.project_id as project, c.key, c.title, c.branch,
            jsonb_build_object('tasks', c.tasks, 'done', c.done, 'hours', c.hours, 'doneHours', c.done_hours,
                               'claimed', c.percent, 'verified', c.verified_percent) as progress,
            (select coalesce(jsonb_agg(jsonb_build_object('epic', n.key, 'has', trunc(n.done_percent, 1),
                                                          'needs', h.percent) order by n.epic_id), '[]')
               from epic_thresholds h join counted n on n.epic_id = h.needs_epic
              where h.epic_id = c.epic_id) as thresholds,
            (select jsonb_build_object('madeAt', f.made_at, 'p50', f.p50_at, 'p85', f.p85_at)
               from forecasts f
              where f.project_id = c.project_id and f.epic_id = c.epic_id and f.ended_at is null and c.done < c.tasks
              order by f.made_at desc
              limit 1) as eta
       from counted c
      order by c.project_id, c.epic_id`,
    [projects],
  );
  const byProject = new Map<ProjectId, EpicSummary[]>();
  for (const { project, eta, ...epic } of found) {
    const known = byProject.get(project) ?? [];
    byProject.set(project, [...known, { ...epic, eta: toEta(eta) }]);
  }
  return byProject;
}
