import type { Approval, TaskTexts } from '../core/model/task-text.ts';
import type { Tx } from '../ports.ts';
import { maybe, run, type Sql } from './sql.ts';

interface TextRow {
  readonly title: string;
  readonly body: string;
  readonly written_by: string | null;
  readonly opened_by: string | null;
  readonly written_at: Date;
  readonly approved_title: string | null;
  readonly approved_body: string | null;
  readonly approved_by: string | null;
  readonly approved_at: Date | null;
  readonly approved_how: Approval['how'] | null;
}

export function texts(sql: Sql): Tx['texts'] {
  return {
    async of(task) {
      const row = await maybe<TextRow>(sql, 'select * from task_texts where task_id = $1::bigint', [task]);
      return row && toTexts(row);
    },
    async put(task, { written, approved }) {
      await run(
        sql,
        `insert into task_texts (task_id, title, body, written_by, written_at,
                                 approved_title, approved_body, approved_by, approved_at, approved_how, opened_by)
         values ($1::bigint, $2::text, $3::text, $4::text, $5::timestamptz,
                 $6::text, $7::text, $8::text, $9::timestamptz, $10::text, $11::text)
         on conflict (task_id) do update
           set title = excluded.title, body = excluded.body,
               written_by = excluded.written_by, written_at = excluded.written_at,
               opened_by = excluded.opened_by,
               approved_title = excluded.approved_title, approved_body = excluded.approved_body,
               approved_by = excluded.approved_by, approved_at = excluded.approved_at,
               approved_how = excluded.approved_how`,
        [
          task,
          written.title,
          written.body,
          written.by,
          written.at,
          approved?.title ?? null,
          approved?.body ?? null,
          approved?.by ?? null,
          approved?.at ?? null,
          approved?.how ?? null,
          written.openedBy,
        ],
      );
    },
  };
}

function toTexts(row: TextRow): TaskTexts {
  const { approved_title: title, approved_body: body, approved_by: by, approved_at: at } = row;
  const { approved_how: how } = row;
  const complete = title !== null && body !== null && by !== null && at !== null && how !== null;
  return {
    written: {
      title: row.title,
      body: row.body,
      by: row.written_by,
      openedBy: row.opened_by,
      at: row.written_at,
    },
    approved: complete ? { title, body, by, at, how } : null,
  };
}
