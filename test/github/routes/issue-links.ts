import { invalid, notFound } from '../http/http-error.ts';
import { issueOf, list, ok, type Call, type Route } from '../http/route.ts';
import type { Issue } from '../model.ts';
import { addBlockedBy, addSubIssue, removeBlockedBy, removeSubIssue } from '../operations/issue-links.ts';
import { renderIssue } from '../render/issue.ts';

const base = '/repos/{owner}/{repo}/issues/{issue_number}';

/** Sub-issues and dependencies, by issue id as GitHub asks. */
export const issueLinkRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: `${base}/sub_issues`,
    permission: ['issues:read'],
    handle: (call) => issues(call, issueOf(call).subIssues),
  },
  {
    method: 'POST',
    template: `${base}/sub_issues`,
    permission: ['issues:write'],
    level: 'triage',
    handle: (call) => {
      const child = byId(call, Number(call.body.sub_issue_id));
      if (child === issueOf(call) || (child.parent && call.body.replace_parent !== true))
        throw invalid('Issue', 'sub_issue_id', 'invalid');
      addSubIssue(call.twin, issueOf(call), child, call.actor);
      return ok(renderIssue(call.twin, issueOf(call)), 201);
    },
  },
  {
    method: 'DELETE',
    template: `${base}/sub_issue`,
    permission: ['issues:write'],
    level: 'triage',
    handle: (call) => {
      const child = byId(call, Number(call.body.sub_issue_id));
      if (child.parent !== issueOf(call)) throw notFound();
      removeSubIssue(call.twin, issueOf(call), child, call.actor);
      return ok(renderIssue(call.twin, issueOf(call)));
    },
  },
  {
    method: 'GET',
    template: `${base}/parent`,
    permission: ['issues:read'],
    handle: (call) => {
      const { parent } = issueOf(call);
      if (!parent) throw notFound();
      return ok(renderIssue(call.twin, parent));
    },
  },
  {
    method: 'GET',
    template: `${base}/dependencies/blocked_by`,
    permission: ['issues:read'],
    handle: (call) => issues(call, issueOf(call).blockedBy),
  },
  {
    method: 'GET',
    template: `${base}/dependencies/blocking`,
    permission: ['issues:read'],
    handle: (call) => {
      const issue = issueOf(call);
      return issues(
        call,
        [...call.repo.issues.values()].filter((one) => one.blockedBy.includes(issue)),
      );
    },
  },
  {
    method: 'POST',
    template: `${base}/dependencies/blocked_by`,
    permission: ['issues:write'],
    level: 'triage',
    handle: (call) => {
      addBlockedBy(call.twin, issueOf(call), byId(call, Number(call.body.issue_id)), call.actor);
      return ok(renderIssue(call.twin, issueOf(call)), 201);
    },
  },
  {
    method: 'DELETE',
    template: `${base}/dependencies/blocked_by/{issue_id}`,
    permission: ['issues:write'],
    level: 'triage',
    handle: (call) => {
      const blocking = byId(call, Number(call.params.issue_id));
      if (!issueOf(call).blockedBy.includes(blocking)) throw notFound();
      removeBlockedBy(call.twin, issueOf(call), blocking, call.actor);
      return ok(renderIssue(call.twin, issueOf(call)));
    },
  },
];

function issues(call: Call, found: readonly Issue[]) {
  return list(found, (issue) => renderIssue(call.twin, issue));
}

function byId({ twin }: Call, id: number): Issue {
  for (const repo of twin.repositories.values()) {
    for (const issue of repo.issues.values()) if (issue.id === id) return issue;
  }
  throw notFound();
}
