import { expect, it } from 'vitest';
import { editedComment } from './edited-comment.ts';

it('says what happened, why, and what to do', () => {
  expect(editedComment()).toMatchInlineSnapshot(
    `"This comment was changed after it was written and before I read it, so I ran none of its commands: what it says now may not be what was asked. Please write what you want in a new comment."`,
  );
});
