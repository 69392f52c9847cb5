import type { ProjectId } from './ids.ts';

/** An issue as people write it. `repository`: `owner/name`; null: the repository that they write in. */
export interface IssueName {
  readonly repository: string | null;
  readonly number: number;
}

/** An issue as we keep it. */
export interface IssueAt {
  readonly project: ProjectId;
  readonly issue: number;
}

/** Whether both are one issue. */
export function sameIssue(one: IssueAt, other: IssueAt): boolean {
  return one.project === other.project && one.issue === other.issue;
}
