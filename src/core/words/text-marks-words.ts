import type { Approval, TextMarks, Writing } from '../model/task-text.ts';
import { codeSpan } from './code-span.ts';
import { when } from './when.ts';

/** Whose text an issue shows, and whether it may be worked by. */
export function textMarksWords({ standing, written, approved }: TextMarks): string {
  const wrote = `${writerWords(written)}, ${when(written.at)}`;
  if (approved === null)
    return `⚠️ not approved: written by ${wrote}. A maintainer approves it by editing the issue, or by putting the epic's label on it (again)`;
  const by = approvalWords(approved);
  if (standing === 'approved') return by;
  return `⚠️ not approved as it is now: changed by ${wrote}, and what was ${by}, said something else. Keep to that until a maintainer approves the change`;
}

/** Where nobody told who wrote a text, it is at least known whose issue it is. */
export function writerWords({ by, openedBy }: Writing): string {
  if (by !== null) return codeSpan(by);
  return openedBy === null ? 'somebody' : `${codeSpan(openedBy)}, who opened the issue, or whoever edited it`;
}

/** `approved by mona, who wrote it, <when>`; `how`: what made it an approval. */
export function approvalWords({ by, at, how }: Approval): string {
  const deed = how === 'labeled' ? 'who put it into the epic' : 'who wrote it';
  return `approved by ${codeSpan(by)}, ${deed}, ${when(at)}`;
}
