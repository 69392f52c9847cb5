/** What an issue says. */
export interface IssueText {
  readonly title: string;
  readonly body: string;
}

/**
 * Who wrote a text, and when it was first seen. `by`: a login; null: GitHub showed it, and nobody told who wrote it.
 * `openedBy`: the login of whoever opened the issue; somebody else may have edited it since.
 */
export interface Writing {
  readonly by: string | null;
  readonly openedBy: string | null;
  readonly at: Date;
}

/** A maintainer stands behind a text: by writing it, or by putting the issue into an epic. `by`: a login. */
export interface Approval {
  readonly by: string;
  readonly at: Date;
  readonly how: 'opened' | 'edited' | 'labeled';
}

/** The text of a task as it is now, and as it was when it was last approved. */
export interface TaskTexts {
  readonly written: IssueText & Writing;
  readonly approved: (IssueText & Approval) | null;
}

/** `edited`: something else than what is there now was approved. */
export type Standing = 'approved' | 'edited' | 'unapproved';

/** What a status comment says of the text, without the text. */
export interface TextMarks {
  readonly standing: Standing;
  readonly written: Writing;
  readonly approved: Approval | null;
}
