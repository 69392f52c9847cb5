import type { ProjectId, TaskId } from '../core/model/ids.ts';
import { rows, run, type Sql } from './sql.ts';

/** Replaces what `source` says that a task depends on, in one statement. */
export async function setDependencies(
  sql: Sql,
  task: TaskId,
  source: 'body' | 'native',
  issues: readonly { readonly issue: number; readonly closed: boolean }[],
): Promise<void> {
  await run(
    sql,
    `with wanted as (
       select issue, bool_or(closed) as closed
         from unnest($3::integer[], $4::boolean[]) as w (issue, closed)
        group by issue
     ), gone as (
       delete from task_edges
        where task_id = $1::bigint and source = $2::text and on_issue not in (select issue from wanted)
     )
     insert into task_edges (task_id, on_issue, source, closed)
     select $1::bigint, issue, $2::text, closed from wanted
     on conflict (task_id, on_issue, source) do update set closed = excluded.closed`,
    [task, source, issues.map(({ issue }) => issue), issues.map(({ closed }) => closed)],
  );
}

/** Remembers whether `issue` is closed wherever something depends on it. Gives the issues that do. */
export async function markDependency(
  sql: Sql,
  project: ProjectId,
  issue: number,
  closed: boolean,
): Promise<readonly number[]> {
  const found = await rows<{ issue: number }>(
    sql,
    `with marked as (
       update task_edges d set closed = $3::boolean
         from tasks t
        where t.id = d.task_id and t.project_id = $1::bigint and d.on_issue = $2::integer
       returning t.issue
     )
     select distinct issue from marked order by issue`,
    [project, issue, closed],
  );
  return found.map((row) => row.issue);
}

/** Forgets that anything depended on `issue`. Gives the issues that did. */
export async function dropDependency(
  sql: Sql,
  project: ProjectId,
  issue: number,
): Promise<readonly number[]> {
  const found = await rows<{ issue: number }>(
    sql,
    `with dropped as (
       delete from task_edges d
        using tasks t
        where t.id = d.task_id and t.project_id = $1::bigint and d.on_issue = $2::integer
       returning t.issue
     )
     select distinct issue from dropped order by issue`,
    [project, issue],
  );
  return found.map((row) => row.issue);
}
