import type { Evidence } from './evidence.ts';
import type { Sha } from './ids.ts';
import type { Lane, PullEntry } from './lane.ts';
import type { Pull } from './pull.ts';
import type { RepositoryConfig } from './repository-config.ts';
import type { TextMarks } from './task-text.ts';
import type { Assignment, Missing, Task } from './task.ts';

/** What the sticky comment of a task shows. */
export interface TaskCard {
  readonly task: Task;
  readonly epic: { readonly key: string; readonly title: string; readonly branch: string } | null;
  /** It is none itself, because it has the label of this epic and sub-issues, which are the tasks. */
  readonly standsFor: { readonly title: string; readonly branch: string } | null;
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
  /** Null: nothing is known of its text yet. */
  readonly text: TextMarks | null;
  /** Everything that it depends on, met or not, by repository and number. */
  readonly builtOn: readonly Foundation[];
  /** What a change has to pass here; null: the repository has no configuration. */
  readonly rules: {
    readonly gates: RepositoryConfig['gates'];
    readonly protect: RepositoryConfig['merge']['protect'];
  } | null;
}

/** An issue that a task depends on. `repository` and `title`: as in `Missing`. */
export interface Foundation {
  readonly issue: number;
  readonly title: string | null;
  readonly repository: string | null;
  readonly done: boolean;
  /** What landed for it last, and on which branch. */
  readonly landed: { readonly sha: Sha; readonly branch: string } | null;
}
