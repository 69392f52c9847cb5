import type { ProjectId, PullId, TaskId } from '../core/model/ids.ts';
import type { PullView } from '../core/model/pull-view.ts';
import type { ChangedFiles, Judgement, Pull, PullSnapshot } from '../core/model/pull.ts';

/** Reads and writes of pull requests, inside one transaction. */
export interface PullRecords {
  /** Inserts or refreshes; an older snapshot changes nothing, `merged` never regresses. */
  upsert(project: ProjectId, snapshot: PullSnapshot): Promise<Pull>;
  byNumber(project: ProjectId, number: number): Promise<Pull | null>;
  link(id: PullId, task: TaskId | null): Promise<void>;
  setFiles(id: PullId, files: ChangedFiles): Promise<void>;
  /** When its head is to be looked at again; null: only when something rings. */
  lookAgain(id: PullId, afterMs: number | null): Promise<void>;
  /** Open pull requests that belong to no task are looked at again: there is a new one that they may have named. */
  lookAgainUnlinked(project: ProjectId): Promise<void>;
  /** The same, of one author (a numeric user id), who got a task that they may be for. */
  lookAgainUnlinkedOf(project: ProjectId, author: number): Promise<void>;
  /** What was found about this head, for the check run. */
  saveJudgement(id: PullId, judgement: Judgement): Promise<void>;
  /** The live (open) pull request that a task has, other than `except`. */
  liveOfTask(task: TaskId, except: PullId): Promise<Pull | null>;
  /** The newest pull request of a task. */
  latestOfTask(task: TaskId): Promise<Pull | null>;
  /** The newest open pull request from a branch of this repository. */
  openByHeadRef(project: ProjectId, branch: string): Promise<Pull | null>;
  /** What its check run shows. */
  view(id: PullId): Promise<PullView>;
}
