import type { EpicId, ProjectId } from '../model/ids.ts';
import type { CountedTask } from './weighted-progress.ts';
import type { Finished } from './velocity.ts';

/** A task, as far as it matters for progress and forecasts. */
export interface TaskFacts extends CountedTask {
  readonly issue: number;
  readonly epicId: EpicId;
  readonly priority: number;
  /** Issues of this repository that it depends on, finished or not. */
  readonly dependsOn: readonly number[];
}

export interface EpicFacts {
  readonly id: EpicId;
  readonly key: string;
  /** How many days one landing occupies its lane; null: nothing has landed there yet. */
  readonly landingDays: number | null;
}

/** Everything about one project that progress and forecasts are made of, read at one moment. */
export interface ProgressFacts {
  readonly project: ProjectId;
  readonly at: Date;
  /** Since when the project is known. */
  readonly since: Date;
  readonly epics: readonly EpicFacts[];
  readonly thresholds: readonly {
    readonly epic: EpicId;
    readonly needs: EpicId;
    /** Of the weighted hours that are done, 0 to 100. */
    readonly percent: number;
  }[];
  readonly tasks: readonly TaskFacts[];
  /** Of the trailing window. */
  readonly finished: readonly Finished[];
  /** How many agents finished something in the trailing window, at least 1: a task moves at the pace of one. */
  readonly workers: number;
}
