/** To whoever wrote commands, and changed the comment before it was read for the first time. */
export function editedComment(): string {
  return 'This comment was changed after it was written and before I read it, so I ran none of its commands: what it says now may not be what was asked. Please write what you want in a new comment.';
}
