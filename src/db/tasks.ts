import type { EpicId, ProjectId, TaskId } from '../core/model/ids.ts';
import type { Missing, Task } from '../core/model/task.ts';
import type { TaskFromIssue, Tx } from '../ports.ts';
import { taskCard } from './card.ts';
import { heardTurns } from './heard-turns.ts';
import { openTasks } from './open-tasks.ts';
import { maybe, one, rows, run, type Sql } from './sql.ts';
import { dependencies } from './dependencies.ts';
import { dropDependency, markDependency, setDependencies } from './task-edges.ts';
import { toMissing, toTask, type MissingRow, type TaskRow } from './task-row.ts';

export async function taskByIssue(sql: Sql, project: ProjectId, issue: number): Promise<Task | null> {
  const row = await maybe<TaskRow>(
    sql,
    'select * from tasks where project_id = $1::bigint and issue = $2::integer',
    [project, issue],
  );
  return row && toTask(row);
}

export function tasks(sql: Sql): Tx['tasks'] {
  return {
    async lock(project, issue) {
      const row = await maybe<TaskRow>(
        sql,
        'select * from tasks where project_id = $1::bigint and issue = $2::integer for update',
        [project, issue],
      );
      return row && toTask(row);
    },
    async lockById(task) {
      const row = await maybe<TaskRow>(sql, 'select * from tasks where id = $1::bigint for update', [task]);
      return row && toTask(row);
    },
    upsert: (task) => upsertTask(sql, task),
    async setStatus(task, status, blockedReason = null) {
      await run(
        sql,
        `update tasks
            set status = $2::text,
                blocked_reason = case when $2::text = 'blocked' then $3::text end,
                done_at = case when $2::text = 'done' then coalesce(done_at, clock_timestamp()) end
          where id = $1::bigint`,
        [task, status, blockedReason],
      );
    },
    async setClaimedPercent(task, percent, said) {
      const written = await run(
        sql,
        `update tasks set claimed_percent = $2::numeric, progress_note = $4::text
          where id = $1::bigint
            and ($3::bigint is null
                 or exists (select from assignments s
                             where s.task_id = tasks.id and s.status = 'active' and s.fence = $3::bigint))`,
        [task, percent, said?.fence ?? null, said?.note ?? null],
      );
      return written === 1;
    },
    async setEstimate(task, hours) {
      await run(sql, 'update tasks set estimate_hours = $2::numeric where id = $1::bigint', [task, hours]);
    },
    async setPriority(task, priority) {
      await run(
        sql,
        `with said as (
           update tasks set priority = $2::integer where id = $1::bigint
         )
         update merge_entries e set priority = $2::integer
           from pull_requests p
          where p.id = e.pull_id and p.task_id = $1::bigint and e.state not in ('landed', 'ejected')`,
        [task, priority],
      );
    },
    async setHeld(task, held) {
      await run(sql, 'update tasks set held = $2::boolean where id = $1::bigint', [task, held]);
    },
    ...heardTurns(sql),
    setDependencies: (task, source, issues) => setDependencies(sql, task, source, issues),
    markDependency: (on, closed) => markDependency(sql, on, closed),
    dropDependency: (on) => dropDependency(sql, on),
    ...dependencies(sql),
    open: (project) => openTasks(sql, project),
    missing: (task) => missingOf(sql, task),
    card: (task) => taskCard(sql, task),
    async epicByLabels(project, labels) {
      const row = await maybe<{ id: EpicId }>(
        sql,
        `select id from epics
          where project_id = $1::bigint and active and label = any ($2::text[])
          order by id
          limit 1`,
        [project, labels],
      );
      return row?.id ?? null;
    },
  };
}

/** `on conflict` locks the row even where its snapshot is newer, so the second look sees what stays. */
async function upsertTask(
  sql: Sql,
  task: TaskFromIssue,
): Promise<{ readonly task: Task; readonly isNew: boolean }> {
  const written = await maybe<TaskRow & { readonly is_new: boolean }>(
    sql,
    `insert into tasks (project_id, issue, title, epic_id, priority, issue_priority, estimate_hours, issue_estimate,
                        checklist_done, checklist_total, snapshot_at, labels, parent_issue,
                        paths)
     values ($1::bigint, $2::integer, $3::text, $4::bigint, $5::integer, $5::integer, $6::numeric, $6::numeric,
             $7::integer, $8::integer, $9::timestamptz, $10::text[], $11::integer, $12::text[])
     on conflict (project_id, issue) do update
       set title = excluded.title, epic_id = excluded.epic_id,
           priority = case when tasks.issue_priority = excluded.issue_priority then tasks.priority
                           else excluded.priority end,
           issue_priority = excluded.issue_priority,
           estimate_hours = case when tasks.issue_estimate is not distinct from excluded.issue_estimate
                                 then tasks.estimate_hours else excluded.estimate_hours end,
           issue_estimate = excluded.issue_estimate,
           checklist_done = excluded.checklist_done, checklist_total = excluded.checklist_total,
           snapshot_at = excluded.snapshot_at, labels = excluded.labels,
           parent_issue = excluded.parent_issue, paths = excluded.paths
       where excluded.snapshot_at >= tasks.snapshot_at
     -- What it updates it had to lock.
     returning *, xmax = 0 as is_new`,
    [
      task.projectId,
      task.issue,
      task.title,
      task.epicId,
      task.priority,
      task.estimateHours,
      task.checklist.done,
      task.checklist.total,
      task.snapshotAt,
      task.labels,
      task.parentIssue,
      task.paths,
    ],
  );
  if (written !== null) return { task: toTask(written), isNew: written.is_new };
  const row = await one<TaskRow>(
    sql,
    'select * from tasks where project_id = $1::bigint and issue = $2::integer',
    [task.projectId, task.issue],
    'a task vanished while it was stored',
  );
  return { task: toTask(row), isNew: false };
}

async function missingOf(sql: Sql, task: TaskId): Promise<readonly Missing[]> {
  const found = await rows<MissingRow>(
    sql,
    'select * from task_dependencies where task_id = $1::bigint order by kind, issue, epic',
    [task],
  );
  return found.map(toMissing);
}
