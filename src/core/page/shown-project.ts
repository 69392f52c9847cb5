import type { EntryState } from '../model/lane.ts';
import type { TaskStatus } from '../model/task.ts';
import type { EpicSummary, HitRate } from '../progress/summary.ts';

/** What a page shows of a project. */
export interface ShownProject {
  readonly owner: string;
  readonly name: string;
  readonly state: string;
  readonly configError: string | null;
  readonly epics: readonly EpicSummary[];
  /** How often earlier forecasts held. */
  readonly hits: HitRate | null;
  readonly lanes: readonly {
    readonly branch: string;
    readonly paused: string | null;
    /** `sync`: the branch whose code it brings, where it is no pull request. */
    readonly entries: readonly {
      readonly pull: number | null;
      readonly sync: string | null;
      readonly state: EntryState;
      readonly held: boolean;
    }[];
    readonly landed: number;
    readonly ejected: number;
  }[];
  readonly tasks: readonly {
    readonly issue: number;
    readonly title: string;
    readonly epic: string | null;
    readonly status: TaskStatus;
    readonly holder: string | null;
    readonly percent: number;
  }[];
}

export interface ShownActivity {
  readonly at: Date;
  readonly kind: string;
  readonly actor: string;
  readonly issue: number | null;
  readonly detail: Readonly<Record<string, unknown>>;
}
