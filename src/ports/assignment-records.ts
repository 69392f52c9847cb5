import type { AgentId, ProjectId, TaskId } from '../core/model/ids.ts';
import type { Assignment, EndedHold } from '../core/model/task.ts';

/** Reads and writes of holds that agents have on tasks, inside one transaction. */
export interface AssignmentRecords {
  active(task: TaskId): Promise<Assignment | null>;
  /** One statement: gives the task, renews one's own hold, or names the holder. Lapsed holds are ended first. */
  claim(
    task: TaskId,
    agent: AgentId,
    leaseMs: number,
  ): Promise<{
    won: boolean;
    assignment: Assignment;
    /** Somebody else's hold that this claim found lapsed and ended, for the activity log. */
    lapsed: Assignment | null;
  }>;
  renew(task: TaskId, leaseMs: number): Promise<void>;
  /** Adds `ms` to the hold with this fence; null: that hold is over. */
  extend(task: TaskId, fence: number, ms: number): Promise<Assignment | null>;
  /** The newest hold on the task that one of the account's agents had and has no more. */
  endedOf(task: TaskId, accountId: number): Promise<EndedHold | null>;
  /** What is due for the hold on a task right now; null: it lives, or a lane protects it. */
  lapsing(task: TaskId): Promise<'warn' | 'release' | null>;
  warn(task: TaskId): Promise<void>;
  end(task: TaskId, how: 'done' | 'released' | 'lapsed'): Promise<Assignment | null>;
  /** Open tasks the account's agents hold, for linking a pull request that names none. */
  heldBy(
    project: ProjectId,
    accountId: number,
  ): Promise<readonly { taskId: TaskId; issue: number; agentName: string }[]>;
}
