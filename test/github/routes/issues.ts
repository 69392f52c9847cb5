import { HttpError, notFound } from '../http/http-error.ts';
import { issueOf, list, namesOf, ok, optionalText, textOf, type Call, type Route } from '../http/route.ts';
import type { Issue, User } from '../model.ts';
import {
  closeIssue,
  editIssue,
  openIssue,
  reopenIssue,
  setAssignees,
  setLabels,
  setMilestone,
} from '../operations/issues.ts';
import { hasLevel } from '../operations/users.ts';
import { renderIssue } from '../render/issue.ts';

const either = ['issues:write', 'pull_requests:write'] as const;

export const issueRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/issues',
    permission: ['issues:read', 'pull_requests:read'],
    handle: listIssues,
  },
  {
    method: 'POST',
    template: '/repos/{owner}/{repo}/issues',
    permission: ['issues:write'],
    handle: postIssue,
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/issues/{issue_number}',
    permission: ['issues:read', 'pull_requests:read'],
    handle: (call) => {
      const found = issueOf(call);
      return ok(renderIssue(call.twin, found));
    },
  },
  {
    method: 'PATCH',
    template: '/repos/{owner}/{repo}/issues/{issue_number}',
    permission: either,
    handle: patchIssue,
  },
];

function listIssues({ twin, repo, query }: Call) {
  const state = query.get('state') ?? 'open';
  const since = Date.parse(query.get('since') ?? '');
  const wanted = (query.get('labels') ?? '').split(',').filter(Boolean);
  const found = [...repo.issues.values()].filter(
    (issue) =>
      (state === 'all' || issue.state === state) &&
      (Number.isNaN(since) || issue.updatedAt.getTime() >= since) &&
      wanted.every((name) => issue.labels.some((label) => label.name === name)),
  );
  const time = (issue: Issue): number =>
    (query.get('sort') === 'updated' ? issue.updatedAt : issue.createdAt).getTime();
  const sign = query.get('direction') === 'asc' ? 1 : -1;
  found.sort((a, b) => sign * (time(a) - time(b) || a.number - b.number));
  return list(found, (issue) => renderIssue(twin, issue));
}

function postIssue(call: Call) {
  const { twin, repo, actor, body } = call;
  const title = textOf(call, 'title', 'Issue');
  // Without triage rights GitHub drops labels and assignees silently.
  const trusted = mayTriage(call);
  const labels = trusted ? namesOf(body.labels) : [];
  const assignees = trusted ? assigneesOf(call) : [];
  const milestone = repo.milestones.find((one) => one.number === body.milestone);
  const fields = { title, body: optionalText(call, 'body') ?? null, labels, assignees };
  const issue = openIssue(twin, repo, actor, milestone && trusted ? { ...fields, milestone } : fields);
  return ok(renderIssue(twin, issue), 201);
}

function mayTriage({ actor, repo }: Call): boolean {
  return actor.installation !== undefined || actor.app !== undefined || hasLevel(repo, actor.user, 'triage');
}

function assigneesOf({ twin, body }: Call): User[] {
  const users = namesOf(body.assignees).map((login) => twin.users.get(login.toLowerCase()));
  // An App cannot be an assignee.
  return users.flatMap((user) => (user && user.type === 'User' ? [user] : []));
}

function patchIssue(call: Call) {
  const { twin, repo, actor, body } = call;
  const issue = issueOf(call);
  const trusted = mayTriage(call);
  if (!trusted && issue.user.id !== actor.user.id)
    throw new HttpError(403, 'Must have admin rights to Repository.');
  const [title, text] = [optionalText(call, 'title'), optionalText(call, 'body')];
  editIssue(twin, issue, actor, {
    ...(title === undefined ? {} : { title }),
    ...(text === undefined ? {} : { body: text }),
  });
  if (Array.isArray(body.labels) && trusted) setLabels(twin, issue, actor, namesOf(body.labels));
  if (Array.isArray(body.assignees) && trusted) setAssignees(twin, issue, actor, assigneesOf(call));
  if ('milestone' in body && trusted) setMilestone(twin, issue, actor, milestoneOf(call));
  if (body.state === 'closed')
    closeIssue(twin, issue, actor, (body.state_reason as Issue['stateReason'] | undefined) ?? 'completed');
  if (body.state === 'open') reopenIssue(twin, issue, actor);
  return ok(renderIssue(twin, repo.issues.get(issue.number) ?? issue));
}

function milestoneOf({ repo, body }: Call) {
  if (body.milestone === null) return undefined;
  const found = repo.milestones.find((one) => one.number === Number(body.milestone));
  if (!found) throw notFound();
  return found;
}
