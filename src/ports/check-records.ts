import type { CheckRun, WorkflowRun } from '../core/model/check.ts';
import type { ProjectId } from '../core/model/ids.ts';

/** Reads and writes of checks and workflow runs, inside one transaction. */
export interface CheckRecords {
  saveRun(project: ProjectId, run: Omit<WorkflowRun, 'jobs'>): Promise<void>;
  saveCheck(project: ProjectId, check: CheckRun): Promise<void>;
}
