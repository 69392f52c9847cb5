import { z } from 'zod';
import type { IssueSnapshot } from '../../core/model/task.ts';
import { issueSnapshot } from '../issue-snapshot.ts';
import { parsePayload } from './parse-payload.ts';
import { userShape } from './shapes.ts';

const issueShape = z.object({
  number: z.number().int(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.string().optional(),
  state_reason: z.string().nullish(),
  labels: z.array(z.object({ name: z.string() }).nullable()).nullish(),
  user: userShape.nullish(),
  updated_at: z.iso.datetime({ offset: true }),
  pull_request: z.object({}).nullish(),
  parent_issue_url: z.string().nullish(),
  sub_issues_summary: z.object({ total: z.number() }).nullish(),
  milestone: z.object({ title: z.string() }).nullish(),
  issue_dependencies_summary: z.object({ total_blocked_by: z.number() }).nullish(),
});

/** Where an issue stands in a payload: `sub_issues` and `issue_dependencies` events name two. */
type Field = 'issue' | 'sub_issue' | 'parent_issue' | 'blocked_issue' | 'blocking_issue';

/** An issue of a payload. `isPull`: a comment on a pull request arrives with an issue of its number. */
export function decodeIssue(
  payload: unknown,
  field: Field = 'issue',
): IssueSnapshot & { readonly isPull: boolean } {
  const fields = parsePayload(z.record(z.string(), z.unknown()), payload);
  const issue = parsePayload(issueShape, fields[field], field);
  return { ...issueSnapshot(issue), isPull: Boolean(issue.pull_request) };
}
