import type { EpicFacts } from '../core/epic-card.ts';
import type { EpicId, ProjectId, TaskId } from '../core/model/ids.ts';
import type { OpenTask } from '../core/next-task.ts';
import type { ProjectSummary } from '../core/progress/summary.ts';

/** What the tables hold of epics as a whole, and which of them are to be shown anew. */
export interface EpicBoard {
  /** Epics about which something changed, and those that wait for one of them or are waited for; none: no marks. */
  changed(limit: number): Promise<EpicChanges>;
  /** These changes were shown. */
  shown(marks: readonly number[]): Promise<void>;
  /** Everything that the status comments of a project's epics are made of. Epics that are gone are left out. */
  facts(project: ProjectId): Promise<ProjectEpics>;
  /** The issue that carries the epic's status comment from now on. */
  settle(epic: EpicId, issue: number): Promise<void>;
  /** Thresholds that were reached, or are not any more, since the tasks behind them were shown. */
  crossed(project: ProjectId): Promise<readonly Crossing[]>;
  /** Unfinished tasks of these epics that wait for code of another one. */
  waitingForCode(epics: readonly EpicId[]): Promise<readonly TaskId[]>;
  /** The unfinished tasks of an epic. */
  openTasks(epic: EpicId): Promise<readonly TaskId[]>;
  /** The tasks behind this threshold were shown as it is now. */
  crossingShown(crossing: Crossing): Promise<void>;
}

export interface EpicChanges {
  readonly marks: readonly number[];
  readonly projects: readonly { readonly project: ProjectId; readonly epics: readonly EpicId[] }[];
}

export interface ProjectEpics {
  readonly summary: ProjectSummary;
  readonly tasks: readonly OpenTask[];
  readonly epics: readonly EpicAt[];
}

export interface EpicAt extends EpicFacts {
  /** The issue that is to carry its status comment: the parent of its tasks' issues; null: they have none. */
  readonly home: number | null;
  /** The issue that carried it so far. */
  readonly shownOn: number | null;
}

export interface Crossing {
  readonly epic: EpicId;
  readonly needs: EpicId;
  readonly reached: boolean;
}
