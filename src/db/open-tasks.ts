import type { ProjectId } from '../core/model/ids.ts';
import type { OpenTask } from '../core/next-task.ts';
import { one, rows, type Sql } from './sql.ts';

/** A column each, as long as the others: built task by task, the same json took the server half as long again. */
type Columns = {
  readonly [Name in keyof OpenTask]: readonly (OpenTask[Name] extends Date ? string : OpenTask[Name])[];
};

/**
 * Every unfinished task of a project that is in an epic; thresholds are counted once per epic. Dependencies are looked up
 * task by task: joined as a whole, the planner read those of every project (88 ms instead of 7 among 100,000 tasks).
 */
export async function openTasks(sql: Sql, project: ProjectId): Promise<readonly OpenTask[]> {
  const { taking, ...columns } = await one<Columns & { readonly taking: boolean }>(
    sql,
    `with late as (
       select h.epic_id
         from epic_thresholds h
         join epics e on e.id = h.epic_id
         join epic_progress p on p.epic_id = h.needs_epic
        where e.project_id = $1::bigint and p.done_percent < h.percent
     ), touched as (
       select distinct on (r.task_id) r.task_id, r.files -> 'paths' as files
         from pull_requests r
        where r.project_id = $1::bigint and r.state = 'open' and r.task_id is not null and r.files is not null
        order by r.task_id, r.number desc
     ), found as (
       select t.*, coalesce(t.estimate_hours, 1) as hours, coalesce(u.issues, '[]') as waits_for, coalesce(f.files, '[]') as touches,
              case when t.status = 'blocked' then 'blocked'
                   when t.status <> 'pending' or t.id in (
                     select s.task_id
                       from agents a
                       join assignments s on s.agent_id = a.id and s.status = 'active'
                      where a.project_id = $1::bigint) then 'held'
                   when t.epic_id in (select epic_id from late) then 'epic_waits'
                   when u.waits then 'waits'
                   else 'ready' end as state
         from tasks t
         left join touched f on f.task_id = t.id
         cross join lateral (
           select count(*) > 0 as waits, json_agg(o.issue) filter (where o.project_id = t.project_id) as issues
             from task_edges d
             left join tasks o on o.project_id = d.on_project_id and o.issue = d.on_issue
            where d.task_id = t.id and case when o.id is null then not d.closed else o.status <> 'done' end) u
        where t.project_id = $1::bigint and t.epic_id is not null and t.status not in ('done', 'failed')
        order by t.issue
     )
     select exists (select from epics where project_id = $1::bigint and sync <> '{}') as taking,
            coalesce(json_agg(epic_id), '[]') as "epicId", coalesce(json_agg(issue), '[]') as issue,
            coalesce(json_agg(title), '[]') as title, coalesce(json_agg(priority), '[]') as priority,
            coalesce(json_agg(hours), '[]') as hours, coalesce(json_agg(labels), '[]') as labels,
            coalesce(json_agg(created_at), '[]') as "openedAt", coalesce(json_agg(paths), '[]') as paths,
            coalesce(json_agg(touches), '[]') as touches, coalesce(json_agg(waits_for), '[]') as "waitsFor",
            coalesce(json_agg(state), '[]') as state
       from found`,
    [project],
    'an aggregate has no outcome',
  );
  const missing = taking ? await missingCode(sql, project) : NOTHING_MISSING;
  return columns.issue.map((issue, at) => {
    const lacks = missing.get(issue) ?? [];
    const state = cell(columns.state, at);
    return {
      epicId: cell(columns.epicId, at),
      issue,
      title: cell(columns.title, at),
      priority: cell(columns.priority, at),
      hours: cell(columns.hours, at),
      labels: cell(columns.labels, at),
      openedAt: new Date(cell(columns.openedAt, at)),
      paths: cell(columns.paths, at),
      touches: cell(columns.touches, at),
      waitsFor: [...cell(columns.waitsFor, at), ...lacks],
      state: state === 'ready' && lacks.length > 0 ? 'waits' : state,
    };
  });
}

function cell<Value>(column: readonly Value[], at: number): Value {
  const value = column[at];
  if (value === undefined) throw new Error('a column is shorter than the others');
  return value;
}

type Missing = ReadonlyMap<number, readonly number[]>;
const NOTHING_MISSING: Missing = new Map();

/**
 * What each task depends on that is done and whose code has not reached its epic yet. A statement of its own: most
 * projects have no epic that takes code from another, and planning this cost half of the whole list.
 */
async function missingCode(sql: Sql, project: ProjectId): Promise<Missing> {
  const found = await rows<{ issue: number; on: readonly number[] }>(
    sql,
    `select t.issue, array_agg(distinct o.issue) as "on"
       from tasks t
       join missing_code m on m.task_id = t.id
       join tasks o on o.id = m.on_task_id
      where t.project_id = $1::bigint and t.status not in ('done', 'failed')
      group by t.issue`,
    [project],
  );
  return new Map(found.map(({ issue, on }) => [issue, on]));
}
