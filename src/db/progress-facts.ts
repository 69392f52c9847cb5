import type { ProjectId } from '../core/model/ids.ts';
import type { ProgressFacts, TaskFacts } from '../core/progress/progress-facts.ts';
import { WINDOW_DAYS } from '../core/progress/velocity.ts';
import { maybe, type Sql } from './sql.ts';

interface FactsRow {
  readonly at: Date;
  readonly since: Date;
  readonly epics: ProgressFacts['epics'];
  readonly thresholds: ProgressFacts['thresholds'];
  readonly tasks: readonly TaskFacts[];
  readonly finished: readonly { readonly at: string; readonly hours: number }[];
  readonly workers: number;
}

/** Shaped in the database: one statement, so all of it is of one moment. Tasks of epics that are gone do not count. */
export async function progressFacts(sql: Sql, project: ProjectId): Promise<ProgressFacts | null> {
  const row = await maybe<FactsRow>(
    sql,
    `select date_trunc('minute', statement_timestamp(), 'UTC') as at, p.created_at as since,
            (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'key', e.key, 'landingDays', (
                       select percentile_cont(0.5) within group (order by m.days)
                         from (select extract(epoch from m.ended_at - m.testing_since) / 86400 as days
                                 from lanes l
                                 join merge_entries m on m.lane_id = l.id and m.state = 'landed'
                                where l.epic_id = e.id and m.testing_since is not null
                                order by m.ended_at desc
                                limit 50) m)) order by e.id), '[]')
               from epics e where e.project_id = p.id and e.active) as epics,
            (select coalesce(jsonb_agg(jsonb_build_object('epic', h.epic_id, 'needs', h.needs_epic,
                                                          'percent', h.percent) order by h.epic_id, h.needs_epic), '[]')
               from epic_thresholds h
               join epics e on e.id = h.epic_id and e.active
              where e.project_id = p.id) as thresholds,
            (select coalesce(jsonb_agg(jsonb_build_object(
                       'issue', t.issue, 'epicId', t.epic_id, 'status', t.status, 'priority', t.priority,
                       'estimateHours', t.estimate_hours, 'claimedPercent', t.claimed_percent,
                       'checklist', jsonb_build_object('done', t.checklist_done, 'total', t.checklist_total),
                       'dependsOn', coalesce(d.issues, '[]')) order by t.issue), '[]')
               from tasks t
               join epics e on e.id = t.epic_id and e.active
               left join (select d.task_id, jsonb_agg(distinct d.on_issue) as issues
                            from tasks o
                            join task_edges d on d.task_id = o.id and d.on_project_id = o.project_id
                           where o.project_id = p.id
                           group by d.task_id) d on d.task_id = t.id
              where t.project_id = p.id) as tasks,
            (select coalesce(jsonb_agg(jsonb_build_object('at', t.done_at, 'hours', t.done_hours)), '[]')
               from tasks t
              where t.project_id = p.id and t.status = 'done'
                and t.done_at > statement_timestamp() - $2::integer * interval '1 day') as finished,
            (select greatest(1, count(distinct s.agent_id))
               from assignments s
               join agents a on a.id = s.agent_id
              where a.project_id = p.id and s.status = 'done'
                and s.ended_at > statement_timestamp() - $2::integer * interval '1 day') as workers
       from projects p
      where p.id = $1::bigint`,
    [project, WINDOW_DAYS],
  );
  if (row === null) return null;
  return { ...row, project, finished: row.finished.map(({ at, hours }) => ({ at: new Date(at), hours })) };
}
