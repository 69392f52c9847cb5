import type { IssueSnapshot } from '../core/model/task.ts';
import { GHOST } from './account.ts';

interface RestIssue {
  readonly number: number;
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly state?: string | undefined;
  readonly state_reason?: string | null | undefined;
  readonly labels?:
    readonly (string | { readonly name?: string | null | undefined } | null)[] | null | undefined;
  readonly user?: { readonly id: number; readonly login: string } | null | undefined;
  readonly updated_at: string;
  readonly parent_issue_url?: string | null | undefined;
  readonly sub_issues_summary?: { readonly total: number } | null | undefined;
  readonly milestone?: { readonly title: string } | null | undefined;
  readonly issue_dependencies_summary?: { readonly total_blocked_by: number } | null | undefined;
}

const REASONS: readonly string[] = ['completed', 'not_planned', 'reopened', 'duplicate'];

/** An issue of a REST answer or a payload. */
export function issueSnapshot(issue: RestIssue): IssueSnapshot {
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    state: issue.state === 'closed' ? 'closed' : 'open',
    stateReason: isReason(issue.state_reason) ? issue.state_reason : null,
    labels: (issue.labels ?? []).flatMap((label) => {
      const name = typeof label === 'string' ? label : label?.name;
      return name ? [name] : [];
    }),
    author: issue.user?.id ?? GHOST.id,
    authorLogin: issue.user?.login ?? GHOST.login,
    updatedAt: new Date(issue.updated_at),
    hasParent: Boolean(issue.parent_issue_url),
    parent: numberIn(issue.parent_issue_url),
    blockers: issue.issue_dependencies_summary?.total_blocked_by ?? 0,
    hasChildren: (issue.sub_issues_summary?.total ?? 0) > 0,
    milestone: issue.milestone?.title ?? null,
  };
}

/** The number at the end of an issue's address. */
function numberIn(url: string | null | undefined): number | null {
  const [, digits] = /\/issues\/(\d+)$/.exec(url ?? '') ?? [];
  return digits === undefined ? null : Number(digits);
}

function isReason(text: string | null | undefined): text is NonNullable<IssueSnapshot['stateReason']> {
  return typeof text === 'string' && REASONS.includes(text);
}
