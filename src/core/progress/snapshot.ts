import type { EpicId } from '../model/ids.ts';
import type { Eta } from './forecast.ts';
import type { WeightedProgress } from './weighted-progress.ts';

/** How far a project and each of its epics were at one moment (a whole minute). */
export interface Snapshot {
  readonly at: Date;
  readonly project: WeightedProgress;
  /** Estimated hours finished per day, over the window before it. */
  readonly hoursPerDay: number;
  readonly epics: readonly (WeightedProgress & { readonly key: string })[];
}

/** What was forecast with it; a null epic: the whole project. */
export interface KeptForecast extends Eta {
  readonly epic: EpicId | null;
}
