import type { ProjectId, PullId, TaskId } from '../core/model/ids.ts';
import type { PullView } from '../core/model/pull-view.ts';
import type { ChangedFiles, Judgement, Pull, PullSnapshot } from '../core/model/pull.ts';

/** A pull request as a look at it begins. */
export interface PullLook {
  readonly pull: Pull;
  /** By the database's clock, which all processes share. */
  readonly at: Date;
  /** How often it was doubted so far. */
  readonly doubts: number;
}

/** Reads and writes of pull requests, inside one transaction. */
export interface PullRecords {
  /**
   * Inserts or refreshes; an older snapshot changes nothing, `merged` never regresses. `before`: what it was, which
   * nobody else changes until the transaction ends.
   */
  upsert(
    project: ProjectId,
    snapshot: PullSnapshot,
  ): Promise<{ readonly before: Pull | null; readonly pull: Pull }>;
  /** Before its task, its lane and its entries: whoever took them in another order would wait for whoever did not. */
  lock(project: ProjectId, number: number): Promise<Pull | null>;
  /** The newest pull request of an issue's task, locked before that task. */
  lockOfTask(project: ProjectId, issue: number): Promise<Pull | null>;
  link(id: PullId, task: TaskId | null): Promise<void>;
  setFiles(id: PullId, files: ChangedFiles): Promise<void>;
  /** When its head is to be looked at again; null: only when something rings. */
  lookAgain(id: PullId, afterMs: number | null): Promise<void>;
  /** The same after a look, unless what it saw was put in doubt since it began: then it is due already. */
  lookedAt(id: PullId, look: Pick<PullLook, 'doubts'>, nextMs: number | null): Promise<void>;
  /** What decides about its head changed: it is due, also if somebody is looking at it at this moment. */
  doubt(id: PullId): Promise<void>;
  /** Doubts open pull requests that belong to no task: there is a new one that they may have named. */
  doubtUnlinked(project: ProjectId): Promise<void>;
  /** The same, of one author (a numeric user id), who got a task that they may be for. */
  doubtUnlinkedOf(project: ProjectId, author: number): Promise<void>;
  /** What was found about this head, for the check run. False: somebody who began to look later was faster. */
  saveJudgement(id: PullId, judgement: Judgement): Promise<boolean>;
  /** The live (open) pull request that a task has, other than `except`. */
  liveOfTask(task: TaskId, except: PullId): Promise<Pull | null>;
  /** The newest pull request of a task. */
  latestOfTask(task: TaskId): Promise<Pull | null>;
  /** The newest open pull request from a branch of this repository. */
  openByHeadRef(project: ProjectId, branch: string): Promise<Pull | null>;
  /** What its check run shows. */
  view(id: PullId): Promise<PullView>;
}
