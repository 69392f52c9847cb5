import type { ProjectId, PullId, Sha, TaskId } from '../core/model/ids.ts';
import type { ChangedFiles, Judgement, Pull } from '../core/model/pull.ts';
import type { Time } from './values.ts';

/** A row of `pull_requests`. */
export interface PullRow {
  readonly id: PullId;
  readonly project_id: ProjectId;
  readonly task_id: TaskId | null;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: Pull['state'];
  readonly draft: boolean;
  readonly head_sha: Sha;
  readonly head_ref: string;
  readonly base_ref: string;
  readonly fork: boolean;
  readonly author_id: number;
  readonly author_login: string;
  readonly author_bot: boolean;
  readonly files: ChangedFiles | null;
  readonly judgement: Judgement | null;
  readonly snapshot_at: Time;
}

export function toPull(row: PullRow): Pull {
  return {
    id: row.id,
    projectId: row.project_id,
    taskId: row.task_id,
    number: row.number,
    title: row.title,
    body: row.body,
    state: row.state,
    draft: row.draft,
    head: row.head_sha,
    headRef: row.head_ref,
    baseRef: row.base_ref,
    fork: row.fork,
    author: { id: row.author_id, login: row.author_login, isBot: row.author_bot },
    updatedAt: new Date(row.snapshot_at),
    files: row.files,
    judgement: row.judgement,
  };
}
