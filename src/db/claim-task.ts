import type { AgentId, TaskId } from '../core/model/ids.ts';
import type { Assignment } from '../core/model/task.ts';
import { toAssignment, type AssignmentRow } from './assignment-row.ts';
import { maybe, one, type Sql } from './sql.ts';

/**
 * Gives the task to the agent, renews the agent's own hold (never shortening it), or names the holder. What decides is
 * one insert against a unique index, so of any number of concurrent callers one wins and all others read the winner's
 * row. Somebody else's lapsed hold is ended before and handed back as `lapsed`, for the activity log.
 */
export async function claimTask(
  sql: Sql,
  task: TaskId,
  agent: AgentId,
  leaseMs: number,
): Promise<{ won: boolean; assignment: Assignment; lapsed: Assignment | null }> {
  const lapsed = await endLapsed(sql, task, agent);
  const row = await one<AssignmentRow & { won: boolean }>(
    sql,
    `with s as (
       insert into assignments (task_id, agent_id, expires_at)
       values ($1::bigint, $2::bigint, clock_timestamp() + $3::bigint * interval '1 millisecond')
       on conflict (task_id) where status = 'active' do update
         set expires_at = case when assignments.agent_id = excluded.agent_id
                               then greatest(assignments.expires_at, excluded.expires_at)
                               else assignments.expires_at end,
             warned_at = case when assignments.agent_id = excluded.agent_id then null else assignments.warned_at end
       returning *
     )
     select s.*, a.name as agent_name, a.account_id, a.account_login, s.agent_id = $2::bigint as won
       from s join agents a on a.id = s.agent_id`,
    [task, agent, leaseMs],
    'a claim has no outcome',
  );
  return { won: row.won, assignment: toAssignment(row), lapsed };
}

/** A pull request that is queued or further holds the lease, however old it is. */
async function endLapsed(sql: Sql, task: TaskId, claimer: AgentId): Promise<Assignment | null> {
  const row = await maybe<AssignmentRow>(
    sql,
    `with s as (
       update assignments s set status = 'lapsed', ended_at = clock_timestamp()
        where s.task_id = $1::bigint and s.status = 'active' and s.agent_id <> $2::bigint
          and s.expires_at <= clock_timestamp()
          and not exists (select from pull_requests r join merge_entries e on e.pull_id = r.id
                           where r.task_id = s.task_id and e.state in ('queued', 'building', 'testing', 'landing'))
       returning *
     )
     select s.*, a.name as agent_name, a.account_id, a.account_login
       from s join agents a on a.id = s.agent_id`,
    [task, claimer],
  );
  return row && toAssignment(row);
}
