import { assertNever } from '../assert-never.ts';
import type { TaskStatus } from '../model/task.ts';

/** Why a task's state does not allow what was asked. */
export type StateRefusal =
  | { readonly kind: 'ended'; readonly status: 'done' | 'failed' }
  | { readonly kind: 'not_blocked'; readonly status: TaskStatus }
  | { readonly kind: 'not_ended'; readonly status: TaskStatus };

const STATUS: Readonly<Record<TaskStatus, string>> = {
  pending: 'pending',
  in_progress: 'in progress',
  review: 'in review',
  done: 'done',
  failed: 'given up',
  blocked: 'blocked',
};

/** What the task is instead, and what can be done. */
export function stateRefusal(refusal: StateRefusal): string {
  switch (refusal.kind) {
    case 'ended':
      return `This task is ${STATUS[refusal.status]}, so there is nothing to block. A maintainer can take it up again with \`/reopen\`.`;
    case 'not_blocked':
      return `This task is ${STATUS[refusal.status]}, not blocked, so there is no block to take away. What it waits for by itself is in the status comment.`;
    case 'not_ended':
      return `This task is ${STATUS[refusal.status]}, so there is nothing to take up again. \`/release\` makes a held one free, \`/unblock\` lifts a block.`;
    default:
      return assertNever(refusal);
  }
}
