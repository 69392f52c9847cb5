import type { ProjectId } from '../core/model/ids.ts';
import type { ProgressFacts } from '../core/progress/progress-facts.ts';
import type { KeptForecast, Snapshot } from '../core/progress/snapshot.ts';
import type { ProjectSummary } from '../core/progress/summary.ts';

/** How far projects are and were, what was forecast, and whether it held. */
export interface ProgressBook {
  /** Null: there is no such project. The moment is a whole minute of the database's clock. */
  facts(project: ProjectId): Promise<ProgressFacts | null>;
  /** Keeps a snapshot with what was forecast then. False: somebody took one for this minute already. */
  save(project: ProjectId, snapshot: Snapshot, forecasts: readonly KeptForecast[]): Promise<boolean>;
  /** Writes the real end beside every forecast whose epic (or project) is finished; says how many those are. */
  score(project: ProjectId): Promise<number>;
  /** Newest first. */
  history(project: ProjectId, limit: number): Promise<readonly Snapshot[]>;
  summary(project: ProjectId): Promise<ProjectSummary>;
}
