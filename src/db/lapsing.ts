import type { ProjectId, TaskId } from '../core/model/ids.ts';
import type { Reads } from '../ports.ts';
import { rows, type Sql } from './sql.ts';

/**
 * Holds past their end in active projects: not yet warned, or warned and past the project's time of grace. `task`: only
 * the hold on that one.
 */
export async function lapsingAssignments(
  sql: Sql,
  task: TaskId | null = null,
): ReturnType<Reads['lapsingAssignments']> {
  const found = await rows<{ project: ProjectId; issue: number; expired: 'warn' | 'release' }>(
    sql,
    `select t.project_id as project, t.issue, case when s.warned_at is null then 'warn' else 'release' end as expired
       from assignments s
       join tasks t on t.id = s.task_id
       join projects p on p.id = t.project_id
      where s.status = 'active' and p.state = 'active' and ($1::bigint is null or s.task_id = $1::bigint)
        and s.expires_at <= (select clock_timestamp())
        and (s.warned_at is null
             or s.expires_at + coalesce((p.config -> 'claims' ->> 'warnMs')::numeric, 0) * interval '1 millisecond'
                <= clock_timestamp())
        and not exists (select from pull_requests r join merge_entries e on e.pull_id = r.id
                         where r.task_id = t.id and e.state in ('queued', 'building', 'testing', 'landing'))
      order by s.expires_at, s.id`,
    [task],
  );
  return found.map((row) => ({
    project: row.project,
    issue: row.issue,
    expired: row.expired,
  }));
}
