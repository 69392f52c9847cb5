import type { Missing } from './model/task.ts';

/** What keeps a pull request's head from entering its lane, before any gate is looked at. */
export type PreflightProblem =
  /** The target is no epic's branch. `lanes`: the branches that are. */
  | { readonly kind: 'not_a_lane'; readonly branch: string; readonly lanes: readonly string[] }
  | { readonly kind: 'no_task' }
  /** The author's account does not hold the task. `holder` null: nobody does. */
  | { readonly kind: 'not_holder'; readonly author: string; readonly holder: string | null }
  /** Its task is done, so nobody can hold it any more. */
  | { readonly kind: 'task_done' }
  | { readonly kind: 'waits'; readonly on: readonly Missing[] }
  | { readonly kind: 'fork' }
  /** Protected paths without a maintainer's approval of this head. `truncated`: GitHub did not list every file. */
  | { readonly kind: 'protected'; readonly paths: readonly string[]; readonly truncated: boolean }
  | { readonly kind: 'draft' }
  /** The task has another live pull request. */
  | { readonly kind: 'other_live_pull'; readonly number: number }
  | { readonly kind: 'changes_requested'; readonly by: readonly string[] }
  | { readonly kind: 'no_gates' }
  | { readonly kind: 'no_config' }
  /** A maintainer holds the task out of the lane. */
  | { readonly kind: 'held' };
