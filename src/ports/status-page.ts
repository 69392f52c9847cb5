import type { EntryState } from '../core/model/lane.ts';
import type { Project } from '../core/model/project.ts';
import type { TaskStatus } from '../core/model/task.ts';
import type { EpicSummary, HitRate } from '../core/progress/summary.ts';

/** Everything the plain status page shows. */
export interface StatusPage {
  readonly projects: readonly {
    readonly owner: string;
    readonly name: string;
    readonly state: Project['state'];
    readonly configError: string | null;
    readonly epics: readonly EpicSummary[];
    /** How often earlier forecasts held. */
    readonly hits: HitRate | null;
    readonly lanes: readonly {
      branch: string;
      paused: string | null;
      /** `sync`: the branch whose code it brings, where it is no pull request. */
      entries: readonly { pull: number | null; sync: string | null; state: EntryState; held: boolean }[];
      landed: number;
      ejected: number;
    }[];
    readonly tasks: readonly {
      issue: number;
      title: string;
      epic: string | null;
      status: TaskStatus;
      holder: string | null;
      percent: number;
    }[];
  }[];
  readonly activity: readonly {
    at: Date;
    kind: string;
    actor: string;
    issue: number | null;
    detail: Readonly<Record<string, unknown>>;
  }[];
  readonly deliveries: { readonly pending: number; readonly dead: number };
  readonly effects: { readonly waiting: number; readonly dead: number };
}
