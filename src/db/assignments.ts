import type { TaskId } from '../core/model/ids.ts';
import type { EndedHold } from '../core/model/task.ts';
import type { Tx } from '../ports.ts';
import { toAssignment, type AssignmentRow } from './assignment-row.ts';
import { claimTask } from './claim-task.ts';
import { lapsingAssignments } from './lapsing.ts';
import { maybe, rows, run, type Sql } from './sql.ts';

export function assignments(sql: Sql): Tx['assignments'] {
  return {
    async active(task) {
      const row = await maybe<AssignmentRow>(
        sql,
        `select s.*, a.name as agent_name, a.account_id, a.account_login
           from assignments s join agents a on a.id = s.agent_id
          where s.task_id = $1::bigint and s.status = 'active'`,
        [task],
      );
      return row && toAssignment(row);
    },
    claim: (task, agent, leaseMs) => claimTask(sql, task, agent, leaseMs),
    async renew(task, leaseMs) {
      await run(
        sql,
        `update assignments
            set expires_at = greatest(expires_at, clock_timestamp() + $2::bigint * interval '1 millisecond'),
                warned_at = null
          where task_id = $1::bigint and status = 'active'`,
        [task, leaseMs],
      );
    },
    async extend(task, fence, ms) {
      const row = await maybe<AssignmentRow>(
        sql,
        `with s as (
           update assignments
              set expires_at = greatest(expires_at, clock_timestamp()) + $3::bigint * interval '1 millisecond',
                  warned_at = null
            where task_id = $1::bigint and fence = $2::bigint and status = 'active'
           returning *
         )
         select s.*, a.name as agent_name, a.account_id, a.account_login
           from s join agents a on a.id = s.agent_id`,
        [task, fence, ms],
      );
      return row && toAssignment(row);
    },
    async endedOf(task, accountId) {
      return maybe<EndedHold>(
        sql,
        `select a.name as "agentName", s.fence, s.status as how, s.ended_at as "endedAt"
           from assignments s join agents a on a.id = s.agent_id
          where s.task_id = $1::bigint and a.account_id = $2::bigint and s.status <> 'active'
          order by s.id desc
          limit 1`,
        [task, accountId],
      );
    },
    async lapsing(task) {
      return (await lapsingAssignments(sql, task))[0]?.expired ?? null;
    },
    async warn(task) {
      await run(
        sql,
        `update assignments set warned_at = coalesce(warned_at, clock_timestamp())
          where task_id = $1::bigint and status = 'active'`,
        [task],
      );
    },
    async end(task, how) {
      const row = await maybe<AssignmentRow>(
        sql,
        `with s as (
           update assignments set status = $2::text, ended_at = clock_timestamp()
            where task_id = $1::bigint and status = 'active'
           returning *
         )
         select s.*, a.name as agent_name, a.account_id, a.account_login
           from s join agents a on a.id = s.agent_id`,
        [task, how],
      );
      return row && toAssignment(row);
    },
    async heldBy(project, accountId) {
      const found = await rows<{ task_id: TaskId; issue: number; agent_name: string }>(
        sql,
        `select t.id as task_id, t.issue, a.name as agent_name
           from agents a
           join assignments s on s.agent_id = a.id and s.status = 'active'
           join tasks t on t.id = s.task_id
          where a.project_id = $1::bigint and a.account_id = $2::bigint and t.status not in ('done', 'failed')
          order by t.issue`,
        [project, accountId],
      );
      return found.map((row) => ({
        taskId: row.task_id,
        issue: row.issue,
        agentName: row.agent_name,
      }));
    },
  };
}
