import type { Enough } from '../enough-tasks.ts';
import type { EpicSummary, HitRate } from '../progress/summary.ts';
import type { EpicId } from './ids.ts';
import type { Lane } from './lane.ts';

/** What the status comment of an epic shows. */
export interface EpicCard extends Pick<EpicSummary, 'key' | 'title' | 'branch' | 'progress' | 'eta'> {
  readonly id: EpicId;
  readonly label: string;
  /** How often this project's earlier forecasts held. */
  readonly hits: HitRate | null;
  readonly waitsFor: readonly EpicWait[];
  /** Other epics that wait for this one. */
  readonly awaitedBy: readonly { readonly epic: string; readonly has: number; readonly needs: number }[];
  /** Null: the branch has no merge queue yet. */
  readonly lane: EpicLane | null;
  /** Issues of its tasks, in the order in which they should be looked at. */
  readonly ready: readonly number[];
  readonly working: readonly number[];
  readonly waiting: readonly number[];
  readonly blocked: readonly number[];
}

/** A threshold that is not reached. `enough`: tasks that would do it. */
export interface EpicWait {
  readonly epic: string;
  readonly has: number;
  readonly needs: number;
  readonly enough?: Enough;
}

export interface EpicLane {
  readonly paused: Lane['paused'];
  readonly draining: Lane['draining'];
  /** What is being built, tested or landed: a pull request, or (`pull` null) the code of the branch `from`. */
  readonly inFlight: {
    readonly pull: number | null;
    readonly from: string | null;
    readonly state: 'building' | 'testing' | 'landing';
  } | null;
  /** What is behind it and not held. */
  readonly queued: number;
  readonly held: number;
}
