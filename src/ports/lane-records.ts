import type { LaneId, ProjectId } from '../core/model/ids.ts';
import type { Lane } from '../core/model/lane.ts';

/** Reads and writes of lanes, inside one transaction. */
export interface LaneRecords {
  lock(id: LaneId): Promise<Lane | null>;
  byBranch(project: ProjectId, branch: string): Promise<Lane | null>;
  pause(id: LaneId, reason: string, by: string): Promise<void>;
  /** Neither paused nor draining any more. */
  resume(id: LaneId): Promise<void>;
  drain(id: LaneId, by: string): Promise<void>;
}
