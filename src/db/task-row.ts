import { enoughTasks, type EpicWeights } from '../core/enough-tasks.ts';
import type { EpicId, ProjectId, TaskId } from '../core/model/ids.ts';
import type { Missing, MissingCode, Task, TaskStatus } from '../core/model/task.ts';
import type { Time } from './values.ts';

export interface TaskRow {
  readonly id: TaskId;
  readonly project_id: ProjectId;
  readonly issue: number;
  readonly title: string;
  readonly epic_id: EpicId | null;
  readonly status: TaskStatus;
  readonly blocked_reason: string | null;
  readonly priority: number;
  readonly estimate_hours: number | null;
  readonly claimed_percent: number;
  readonly progress_note: string | null;
  readonly checklist_done: number;
  readonly checklist_total: number;
  readonly held: boolean;
  readonly snapshot_at: Time;
}

export function toTask(row: TaskRow): Task {
  return {
    id: row.id,
    projectId: row.project_id,
    issue: row.issue,
    title: row.title,
    epicId: row.epic_id,
    status: row.status,
    blockedReason: row.blocked_reason,
    priority: row.priority,
    estimateHours: row.estimate_hours,
    claimedPercent: row.claimed_percent,
    progressNote: row.progress_note,
    checklist: { done: row.checklist_done, total: row.checklist_total },
    held: row.held,
    snapshotAt: new Date(row.snapshot_at),
  };
}

/** One line of the view `task_dependencies`. */
export type MissingRow =
  | {
      readonly kind: 'task';
      readonly issue: number;
      readonly title: string | null;
      readonly repository: string | null;
      readonly code: MissingCode | null;
    }
  | {
      readonly kind: 'threshold';
      readonly epic: string;
      readonly has: number;
      readonly needs: number;
      readonly weights: EpicWeights;
    };

export function toMissing(row: MissingRow): Missing {
  if (row.kind === 'task') {
    const { kind, issue, title, repository, code } = row;
    return {
      kind,
      issue,
      title,
      ...(repository === null ? {} : { repository }),
      ...(code === null ? {} : { code }),
    };
  }
  const { kind, epic, has, needs } = row;
  const enough = enoughTasks(row.weights, needs);
  return { kind, epic, has, needs, ...(enough === null ? {} : { enough }) };
}
