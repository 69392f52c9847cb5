import type { Approval, IssueText, TaskTexts } from '../model/task-text.ts';
import { sameText } from './standing.ts';

/** A text that GitHub showed at `at`. */
export interface Told {
  readonly text: IssueText;
  readonly at: Date;
  /** No newer snapshot of the issue is known. */
  readonly newest: boolean;
  /** The login of who wrote it, where an event tells. */
  readonly by: string | null;
  /** The login of who opened the issue. */
  readonly openedBy: string | null;
  /** How somebody who may do so approved exactly this text; null: nobody did. */
  readonly approved: Pick<Approval, 'by' | 'how'> | null;
}

/**
 * The texts of a task after something was told of them. News come late and twice: an older text is never taken for the
 * one that is there now, and an older approval never replaces a newer one, but it does count for its own text.
 * What is known already is given back as it was.
 */
export function noteText(known: TaskTexts | null, told: Told): TaskTexts {
  const written = writtenAfter(known, told);
  const approved = approvedAfter(known, told);
  return written === known?.written && approved === known.approved ? known : { written, approved };
}

function writtenAfter(
  known: TaskTexts | null,
  { text, at, newest, by, openedBy }: Told,
): TaskTexts['written'] {
  const before = known?.written;
  if (!before) return { title: text.title, body: text.body, by, openedBy, at };
  const same = sameText(before, text);
  if (!same && newest)
    return { title: text.title, body: text.body, by, openedBy: openedBy ?? before.openedBy, at };
  const more = { by: before.by ?? (same ? by : null), openedBy: before.openedBy ?? openedBy };
  return more.by === before.by && more.openedBy === before.openedBy ? before : { ...before, ...more };
}

function approvedAfter(known: TaskTexts | null, { text, at, approved }: Told): TaskTexts['approved'] {
  const before = known?.approved ?? null;
  if (approved === null) return before;
  if (before?.by === approved.by && sameText(before, text)) return strongest(before, approved.how, at);
  if (before && before.at > at) return before;
  return { title: text.title, body: text.body, by: approved.by, at, how: approved.how };
}

/** Opening an issue with a label is heard twice, in any order: who wrote the text is what is told. */
function strongest(
  before: NonNullable<TaskTexts['approved']>,
  how: Approval['how'],
  at: Date,
): NonNullable<TaskTexts['approved']> {
  const stays = before.how !== 'labeled' || how === 'labeled';
  if (stays && before.at >= at) return before;
  return { ...before, how: stays ? before.how : how, at: before.at > at ? before.at : at };
}
