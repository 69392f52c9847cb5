import type { AgentId, AssignmentId, TaskId } from '../core/model/ids.ts';
import type { Assignment } from '../core/model/task.ts';
import { dateOrNull, type Time } from './values.ts';

/** A row of `assignments` with its agent's name and account. */
export interface AssignmentRow {
  readonly id: AssignmentId;
  readonly task_id: TaskId;
  readonly agent_id: AgentId;
  readonly agent_name: string;
  readonly account_id: number;
  readonly account_login: string;
  readonly fence: number;
  readonly expires_at: Time;
  readonly warned_at: Time | null;
}

export function toAssignment(row: AssignmentRow): Assignment {
  return {
    id: row.id,
    taskId: row.task_id,
    agentId: row.agent_id,
    agentName: row.agent_name,
    accountId: row.account_id,
    accountLogin: row.account_login,
    fence: row.fence,
    expiresAt: new Date(row.expires_at),
    warnedAt: dateOrNull(row.warned_at),
  };
}
