import type { Eta } from './forecast.ts';
import type { Velocity } from './velocity.ts';
import type { WeightedProgress } from './weighted-progress.ts';

/** The newest forecast, and when it was made. */
export interface DatedEta extends Eta {
  readonly madeAt: Date;
}

/** How often earlier forecasts held, of those whose end has come. 0.5 and 0.85 would be honest. */
export interface HitRate {
  readonly scored: number;
  readonly p50: number;
  readonly p85: number;
}

export interface EpicSummary {
  readonly key: string;
  readonly title: string;
  readonly branch: string;
  readonly progress: WeightedProgress;
  /** What it waits for; reached when `has` is at least `needs`. In percent of the hours that are done. */
  readonly thresholds: readonly { readonly epic: string; readonly has: number; readonly needs: number }[];
  /** Null: nothing is left, or there is no pace to go by. */
  readonly eta: DatedEta | null;
}

/** How far a project is, how fast it goes, and when it will be finished. */
export interface ProjectSummary {
  readonly progress: WeightedProgress;
  readonly velocity: Velocity;
  readonly eta: DatedEta | null;
  /** Null: no forecast could be scored yet. */
  readonly hits: HitRate | null;
  readonly epics: readonly EpicSummary[];
}
