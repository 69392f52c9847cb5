import type { Scope } from '../core/model/api-token.ts';
import type { EntryId, LaneId, ProjectId, PullId, Sha } from '../core/model/ids.ts';
import type { Entry, Lane, PullEntry } from '../core/model/lane.ts';
import type { Project } from '../core/model/project.ts';
import type { Pull } from '../core/model/pull.ts';
import type { Task } from '../core/model/task.ts';
import type { Inbox } from './inbox.ts';
import type { LaneHold } from './lane-hold.ts';
import type { Outbox } from './outbox.ts';
import type { PullLook } from './pull-records.ts';
import type { StatusPage } from './status-page.ts';
import type { Tx } from './tx.ts';

export interface Store {
  /** One transaction; throwing rolls back. Rings collected by `tx.ring` go out after the commit. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A transaction that first locks the lane's row and requires the hold to be live; throws `LaneLost` otherwise. */
  inLane<T>(hold: LaneHold, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Takes the lane for 20 s of database time unless another step has it (null). */
  holdLane(lane: LaneId, holder: string): Promise<LaneHold | null>;
  /** Another 20 s, before each call to GitHub. Throws `LaneLost`. */
  renewLane(hold: LaneHold): Promise<void>;
  releaseLane(hold: LaneHold): Promise<void>;
  readonly read: Reads;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
}

/** Reads outside of any transaction. */
export interface Reads {
  project(id: ProjectId): Promise<Project | null>;
  projectByRepo(repoId: number): Promise<Project | null>;
  projectsOfInstallation(installationId: number): Promise<readonly Project[]>;
  activeProjects(): Promise<readonly Project[]>;
  task(project: ProjectId, issue: number): Promise<Task | null>;
  pull(project: ProjectId, number: number): Promise<Pull | null>;
  /** To begin a look at GitHub with. */
  pullLook(project: ProjectId, number: number): Promise<PullLook | null>;
  pullsByHead(project: ProjectId, sha: Sha): Promise<readonly Pull[]>;
  openPullsByBase(project: ProjectId, branch: string): Promise<readonly Pull[]>;
  /** Open pull requests whose head should be looked at again by now, oldest first. */
  pullsDue(limit: number): Promise<readonly { project: ProjectId; number: number }[]>;
  lane(id: LaneId): Promise<Lane | null>;
  laneByBranch(project: ProjectId, branch: string): Promise<Lane | null>;
  /** Lanes in which some entry is due. */
  lanesDue(): Promise<readonly LaneId[]>;
  /** Live entries of a lane in order: in flight first, then priority with ageing, then time. */
  liveEntries(lane: LaneId): Promise<readonly Entry[]>;
  liveEntryOfPull(pull: PullId): Promise<PullEntry | null>;
  entry(id: EntryId): Promise<Entry | null>;
  /** The newest landings of a lane (at most 50) with the paths they touched, for naming culprits. */
  landedOn(lane: LaneId): Promise<readonly { pull: number; landed: Sha; paths: readonly string[] }[]>;
  /**
   * Landings on other lanes that unfinished tasks of this lane's epic wait to have on its branch, the newest first. Within
   * one `era` the newest has all the others.
   */
  codeMissing(lane: LaneId): Promise<readonly (LandingOf & { readonly era: number })[]>;
  /** Landings on other lanes that the lane's branch contained when git was last asked. */
  reachKnown(lane: LaneId): Promise<readonly LandingOf[]>;
  /** Holds past their end: to be warned or released. */
  lapsingAssignments(): Promise<
    readonly { project: ProjectId; issue: number; expired: 'warn' | 'release' }[]
  >;
  /** What an API token may be used for at this moment; null: nothing any more. */
  tokenScope(id: number): Promise<Scope | null>;
  statusPage(): Promise<StatusPage>;
}

/** What landed, and on which lane. */
export interface LandingOf {
  readonly lane: LaneId;
  readonly entry: EntryId;
  readonly landed: Sha;
}
