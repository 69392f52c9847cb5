import type { TaskId } from '../core/model/ids.ts';
import type { IssueAt } from '../core/model/issue-name.ts';
import { rows, run, type Sql } from './sql.ts';

/**
 * Replaces what `source` says that a task depends on, in one statement. A native link is GitHub's own word: what a
 * command said of the same issue goes with it from then on.
 */
export async function setDependencies(
  sql: Sql,
  task: TaskId,
  source: 'body' | 'native',
  issues: readonly (IssueAt & { readonly closed: boolean })[],
): Promise<void> {
  await run(
    sql,
    `with wanted as (
       select project, issue, bool_or(closed) as closed
         from unnest($3::bigint[], $4::integer[], $5::boolean[]) as w (project, issue, closed)
        group by project, issue
     ), gone as (
       delete from task_edges
        where task_id = $1::bigint
          and (source = $2::text and (on_project_id, on_issue) not in (select project, issue from wanted)
               or source = 'command' and $2::text = 'native'
                  and (on_project_id, on_issue) in (select project, issue from wanted))
     )
     insert into task_edges (task_id, on_project_id, on_issue, source, closed)
     select $1::bigint, project, issue, $2::text, closed from wanted
     on conflict (task_id, on_project_id, on_issue, source) do update set closed = excluded.closed`,
    [
      task,
      source,
      issues.map(({ project }) => project),
      issues.map(({ issue }) => issue),
      issues.map(({ closed }) => closed),
    ],
  );
}

/** Remembers whether an issue is closed wherever something depends on it. Gives the tasks that do. */
export async function markDependency(sql: Sql, on: IssueAt, closed: boolean): Promise<readonly TaskId[]> {
  await lockDependents(sql, on);
  const found = await rows<{ task_id: TaskId }>(
    sql,
    `with marked as (
       update task_edges set closed = $3::boolean
        where on_project_id = $1::bigint and on_issue = $2::integer
       returning task_id
     )
     select distinct task_id from marked order by task_id`,
    [on.project, on.issue, closed],
  );
  return found.map((row) => row.task_id);
}

/** Forgets that anything depended on an issue. Gives the tasks that did. */
export async function dropDependency(sql: Sql, on: IssueAt): Promise<readonly TaskId[]> {
  await lockDependents(sql, on);
  const found = await rows<{ task_id: TaskId }>(
    sql,
    `with dropped as (
       delete from task_edges where on_project_id = $1::bigint and on_issue = $2::integer returning task_id
     )
     select distinct task_id from dropped order by task_id`,
    [on.project, on.issue],
  );
  return found.map((row) => row.task_id);
}

/** Whoever changes what a task depends on holds the task first, and its edges after it: the other way round is a deadlock. */
async function lockDependents(sql: Sql, { project, issue }: IssueAt): Promise<void> {
  await run(
    sql,
    `select id from tasks
      where id in (select task_id from task_edges where on_project_id = $1::bigint and on_issue = $2::integer)
      order by id
        for update`,
    [project, issue],
  );
}
