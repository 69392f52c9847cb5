import type { EntryId, LaneId, ProjectId, Sha, TaskId } from '../core/model/ids.ts';
import type { Lane } from '../core/model/lane.ts';

/** Reads and writes of lanes, inside one transaction. */
export interface LaneRecords {
  lock(id: LaneId): Promise<Lane | null>;
  byBranch(project: ProjectId, branch: string): Promise<Lane | null>;
  pause(id: LaneId, reason: string, by: string): Promise<void>;
  /** Neither paused nor draining any more. */
  resume(id: LaneId): Promise<void>;
  drain(id: LaneId, by: string): Promise<void>;
  /** The commit of its newest landing. */
  newestLanded(id: LaneId): Promise<Sha | null>;
  /**
   * The lane's branch contains this landing of another lane, and so all that this one was built on. Returns the tasks that
   * waited for that.
   */
  reached(
    id: LaneId,
    landing: { readonly lane: LaneId; readonly entry: EntryId },
  ): Promise<readonly TaskId[]>;
  /** It does not contain it any more. Returns the tasks that wait for something of that lane now. */
  unreached(
    id: LaneId,
    landing: { readonly lane: LaneId; readonly entry: EntryId },
  ): Promise<readonly TaskId[]>;
}
