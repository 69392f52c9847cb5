import type { IssueText, Standing, TaskTexts, TextMarks } from '../model/task-text.ts';

/** Whether what is there now is what was approved. */
export function standing({ written, approved }: TaskTexts): Standing {
  if (approved === null) return 'unapproved';
  return sameText(written, approved) ? 'approved' : 'edited';
}

export function sameText(one: IssueText, other: IssueText): boolean {
  return one.title === other.title && one.body === other.body;
}

/** What is said of the texts where they are not shown. */
export function marksOf(texts: TaskTexts): TextMarks {
  const { written, approved } = texts;
  return {
    standing: standing(texts),
    written: { by: written.by, openedBy: written.openedBy, at: written.at },
    approved: approved && { by: approved.by, at: approved.at, how: approved.how },
  };
}
