import type { Approval, Standing, TextMarks } from '../core/model/task-text.ts';
import type { Time } from './values.ts';

/** One line of the view `task_text_marks`. */
export interface TextMarksRow {
  readonly standing: Standing;
  readonly written_by: string | null;
  readonly opened_by: string | null;
  readonly written_at: Time;
  readonly approved_by: string | null;
  readonly approved_at: Time | null;
  readonly approved_how: Approval['how'] | null;
}

export function toTextMarks(row: TextMarksRow): TextMarks {
  const { approved_by: by, approved_at: at, approved_how: how } = row;
  return {
    standing: row.standing,
    written: { by: row.written_by, openedBy: row.opened_by, at: new Date(row.written_at) },
    approved: by === null || at === null || how === null ? null : { by, at: new Date(at), how },
  };
}
