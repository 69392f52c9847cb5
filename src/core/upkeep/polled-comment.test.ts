import { expect, it } from 'vitest';
import {
  askSince,
  seenToo,
  unseen,
  wasEdited,
  type CommentCursor,
  type PolledComment,
} from './polled-comment.ts';

const at = (second: number) => new Date(Date.UTC(2026, 2, 10, 12, 0, second));

function comment(id: number, second: number, changed = second): PolledComment {
  return {
    id,
    issue: 1,
    isPull: false,
    body: '',
    author: { id: 5, login: 'mona', isBot: false },
    bySelf: false,
    createdAt: at(second),
    updatedAt: at(changed),
  };
}

const START: CommentCursor = { newest: at(0), seen: [] };

function deal(cursor: CommentCursor, ...comments: readonly PolledComment[]): CommentCursor {
  return comments.reduce(seenToo, cursor);
}

function left(cursor: CommentCursor, ...comments: readonly PolledComment[]): readonly number[] {
  return unseen(comments, cursor, askSince(cursor, at(0))).map(({ id }) => id);
}

it('goes on behind what was dealt with, in order, also within one second', () => {
  const cursor = deal(START, comment(1, 10));
  expect(left(cursor, comment(3, 11), comment(2, 10), comment(1, 10))).toEqual([2, 3]);
});

it('finds what shows up late', () => {
  const cursor = deal(START, comment(1, 10), comment(3, 60));
  expect(left(cursor, comment(1, 10), comment(2, 9), comment(3, 60))).toEqual([2]);
});

it('remembers only what it will be shown again', () => {
  const cursor = deal(START, comment(1, 10), comment(2, 100), comment(3, 200));
  expect(cursor.seen).toHaveLength(2);
  expect(askSince(cursor, at(200))).toEqual(at(80));
});

it('sees a comment again that was changed since', () => {
  const edited = comment(1, 10, 20);
  expect(left(deal(START, comment(1, 10)), edited)).toEqual([1]);
  expect([wasEdited(edited), wasEdited(comment(1, 10))]).toEqual([true, false]);
});

it('does not carry out after a long absence what was asked at its beginning', () => {
  expect(askSince(START, new Date(Date.UTC(2026, 2, 20)))).toEqual(new Date(Date.UTC(2026, 2, 17)));
});
