import type { Evidence } from './evidence.ts';
import type { Sha } from './ids.ts';
import type { Lane, PullEntry } from './lane.ts';
import type { Pull } from './pull.ts';
import type { Assignment, Missing, Task } from './task.ts';

/** What the sticky comment of a task shows. */
export interface TaskCard {
  readonly task: Task;
  readonly epic: { readonly key: string; readonly title: string; readonly branch: string } | null;
  readonly holder: Assignment | null;
  readonly missing: readonly Missing[];
  readonly pull: Pull | null;
  /** The newest entry of the task's pull request, live or ended, and its place among the live ones (1: next). */
  readonly entry: (PullEntry & { readonly place: number | null; readonly laneBranch: string }) | null;
  readonly lanePaused: Lane['paused'];
  readonly laneDraining: Lane['draining'];
  readonly percent: number;
  /** The newest few. */
  readonly evidence: readonly Evidence[];
  readonly landedSha: Sha | null;
}
