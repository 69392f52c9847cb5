import type { Account } from '../model/actor.ts';

/** A comment on an issue or a pull request, as a list shows it. */
export interface PolledComment {
  readonly id: number;
  readonly issue: number;
  readonly isPull: boolean;
  readonly body: string;
  readonly author: Account;
  /** Our own App wrote it. */
  readonly bySelf: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The newest change that was dealt with, and which changes were, of the last two minutes before it. */
export interface CommentCursor {
  readonly newest: Date;
  readonly seen: readonly string[];
}

/** GitHub's replicas lag, and its times have whole seconds: what changed earlier may show later. */
export const OVERLAP_MS = 2 * 60_000;
/** What older comments ask for is not carried out any more; GitHub delivers webhooks again for as long. */
const TOO_OLD_MS = 3 * 24 * 60 * 60_000;

/** From when on to ask: after a long absence not from its beginning. */
export function askSince({ newest }: CommentCursor, now: Date): Date {
  return new Date(Math.max(+newest - OVERLAP_MS, +now - TOO_OLD_MS));
}

/** The comments that were not dealt with yet, in the order in which they last changed. */
export function unseen(
  comments: readonly PolledComment[],
  { seen }: CommentCursor,
  since: Date,
): readonly PolledComment[] {
  return comments
    .filter((comment) => comment.updatedAt >= since && !seen.includes(keyOf(comment)))
    .toSorted((a, b) => +a.updatedAt - +b.updatedAt || a.id - b.id);
}

/** The cursor once `comment` was dealt with too. */
export function seenToo({ newest, seen }: CommentCursor, comment: PolledComment): CommentCursor {
  const latest = new Date(Math.max(+newest, +comment.updatedAt));
  const recent = [...seen, keyOf(comment)].filter((key) => Number(key.split(' ')[0]) >= +latest - OVERLAP_MS);
  return { newest: latest, seen: recent };
}

/** A comment as it was at one time: milliseconds since 1970 and its id. */
function keyOf({ id, updatedAt }: PolledComment): string {
  return `${+updatedAt} ${id}`;
}

/** Changed since it was written: what it says now is not what was asked. */
export function wasEdited({ createdAt, updatedAt }: PolledComment): boolean {
  return +createdAt !== +updatedAt;
}
