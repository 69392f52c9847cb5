import type { Activity } from '../core/model/activity.ts';
import { run, type Sql } from './sql.ts';

/** Appends one line to the log; a trigger tells the listeners at commit. */
export async function addActivity(sql: Sql, line: Activity): Promise<void> {
  await run(
    sql,
    `insert into activity (project_id, task_id, entry_id, kind, actor, detail)
     values ($1::bigint, $2::bigint, $3::bigint, $4::text, $5::text, $6::jsonb)`,
    [
      line.projectId,
      line.taskId ?? null,
      line.entryId ?? null,
      line.kind,
      line.actor,
      JSON.stringify(line.detail ?? {}),
    ],
  );
}
