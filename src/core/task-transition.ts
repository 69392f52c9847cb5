import type { TaskStatus } from './model/task.ts';

/** What may change a task's status. */
export type TaskEvent =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'released' }
  /** A pull request of the holder waits for its lane, or left it without landing. */
  | { readonly kind: 'in_review' }
  | { readonly kind: 'back_to_work'; readonly held: boolean }
  /** Somebody says that it cannot be worked on; that this is over, with a holder and an open pull request or without. */
  | { readonly kind: 'blocked' }
  | { readonly kind: 'unblocked'; readonly held: boolean; readonly reviewed: boolean }
  /** By its holder, for good. */
  | { readonly kind: 'given_up' }
  | { readonly kind: 'landed' }
  /** By a maintainer: completed or not planned. */
  | { readonly kind: 'closed'; readonly completed: boolean }
  | { readonly kind: 'reopened' };

/**
 * The only place where a task's status is decided. Null: nothing changes. `done` and `failed` stay until somebody with
 * the right reopens the task; an agent's word alone never finishes one.
 */
export function nextStatus(status: TaskStatus, event: TaskEvent): TaskStatus | null {
  const next = wanted(status, event);
  return next === status ? null : next;
}

function wanted(status: TaskStatus, event: TaskEvent): TaskStatus {
  const ended = status === 'done' || status === 'failed';
  switch (event.kind) {
    case 'claimed':
      return status === 'pending' ? 'in_progress' : status;
    case 'released':
      return status === 'in_progress' || status === 'review' ? 'pending' : status;
    case 'in_review':
      return status === 'pending' || status === 'in_progress' ? 'review' : status;
    case 'back_to_work':
      return status === 'review' || status === 'in_progress'
        ? event.held
          ? 'in_progress'
          : 'pending'
        : status;
    case 'blocked':
      return ended ? status : 'blocked';
    case 'unblocked':
      if (status !== 'blocked') return status;
      return event.reviewed ? 'review' : event.held ? 'in_progress' : 'pending';
    case 'given_up':
      return ended ? status : 'failed';
    case 'landed':
      return 'done';
    case 'closed':
      return event.completed ? 'done' : status === 'done' ? 'done' : 'failed';
    case 'reopened':
      return ended ? 'pending' : status;
  }
}
