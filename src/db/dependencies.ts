import type { ProjectId } from '../core/model/ids.ts';
import type { Tx } from '../ports.ts';
import { rows, run, type Sql } from './sql.ts';

type Dependencies = Pick<
  Tx['tasks'],
  'addDependency' | 'removeDependency' | 'dependencies' | 'dependenciesFrom'
>;

interface EdgeRow {
  readonly project_id: ProjectId;
  readonly issue: number;
  readonly on_project_id: ProjectId;
  readonly on_issue: number;
}

/** What a task waits for, as commands see and change it. */
export function dependencies(sql: Sql): Dependencies {
  return {
    async addDependency(task, on) {
      await run(
        sql,
        `insert into task_edges (task_id, on_project_id, on_issue, source, closed)
         values ($1::bigint, $2::bigint, $3::integer, 'command', $4::boolean)
         on conflict (task_id, on_project_id, on_issue, source) do update set closed = excluded.closed`,
        [task, on.project, on.issue, on.closed],
      );
    },
    async removeDependency(task, on) {
      await run(
        sql,
        `delete from task_edges
          where task_id = $1::bigint and on_project_id = $2::bigint and on_issue = $3::integer
            and source in ('command', 'native')`,
        [task, on.project, on.issue],
      );
    },
    async dependencies(task) {
      return rows(
        sql,
        `select on_project_id as project, on_issue as issue, source
           from task_edges
          where task_id = $1::bigint
          order by on_project_id, on_issue, source`,
        [task],
      );
    },
    async dependenciesFrom(from) {
      // Two that are each harmless may close a circle together, so one of them looks after the other.
      await rows(sql, `select pg_advisory_xact_lock(hashtextextended('dependencies', 0))`, []);
      const found = await rows<EdgeRow>(
        sql,
        `with recursive reached (project_id, issue) as (
           select $1::bigint, $2::integer
           union
           select d.on_project_id, d.on_issue
             from reached r
             join tasks t on t.project_id = r.project_id and t.issue = r.issue
             join task_edges d on d.task_id = t.id
         )
         select distinct t.project_id, t.issue, d.on_project_id, d.on_issue
           from reached r
           join tasks t on t.project_id = r.project_id and t.issue = r.issue
           join task_edges d on d.task_id = t.id
          order by t.project_id, t.issue, d.on_project_id, d.on_issue`,
        [from.project, from.issue],
      );
      return found.map((row) => ({
        from: { project: row.project_id, issue: row.issue },
        on: { project: row.on_project_id, issue: row.on_issue },
      }));
    },
  };
}
