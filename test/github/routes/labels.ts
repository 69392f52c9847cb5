import { invalid, notFound } from '../http/http-error.ts';
import { issueOf, list, namesOf, ok, optionalText, textOf, type Call, type Route } from '../http/route.ts';
import { addLabels, removeLabel, setLabels } from '../operations/issues.ts';
import { createLabel, deleteLabel, findLabel, findOrCreateLabel } from '../operations/labels.ts';
import { renderLabel, renderMilestone } from '../render/label.ts';

const read = ['issues:read', 'pull_requests:read'] as const;
const write = ['issues:write', 'pull_requests:write'] as const;
const onIssue = '/repos/{owner}/{repo}/issues/{issue_number}/labels';

export const labelRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/labels',
    permission: read,
    handle: ({ twin, repo }) => list(repo.labels, (one) => renderLabel(twin, repo, one)),
  },
  {
    method: 'POST',
    template: '/repos/{owner}/{repo}/labels',
    permission: write,
    level: 'write',
    handle: (call) => {
      const { twin, repo, actor } = call;
      const name = textOf(call, 'name', 'Label');
      if (findLabel(repo, name)) throw invalid('Label', 'name', 'already_exists');
      const [color, description] = [optionalText(call, 'color'), optionalText(call, 'description')];
      const fields = { name, ...(color === undefined ? {} : { color }), description: description ?? null };
      return ok(renderLabel(twin, repo, createLabel(twin, repo, actor, fields)), 201);
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/labels/{name}',
    permission: read,
    handle: (call) => ok(renderLabel(call.twin, call.repo, labelOf(call))),
  },
  {
    method: 'DELETE',
    template: '/repos/{owner}/{repo}/labels/{name}',
    permission: write,
    level: 'write',
    handle: (call) => {
      deleteLabel(call.twin, call.repo, call.actor, labelOf(call));
      return { status: 204 };
    },
  },
  { method: 'GET', template: onIssue, permission: read, handle: listOnIssue },
  {
    method: 'POST',
    template: onIssue,
    permission: write,
    level: 'triage',
    handle: (call) => {
      const { twin, repo, actor } = call;
      addLabels(
        twin,
        issueOf(call),
        actor,
        askedNames(call).map((name) => findOrCreateLabel(twin, repo, actor, name)),
      );
      return listOnIssue(call);
    },
  },
  {
    method: 'PUT',
    template: onIssue,
    permission: write,
    level: 'triage',
    handle: (call) => {
      setLabels(call.twin, issueOf(call), call.actor, askedNames(call));
      return listOnIssue(call);
    },
  },
  {
    method: 'DELETE',
    template: `${onIssue}/{name}`,
    permission: write,
    level: 'triage',
    handle: (call) => {
      const issue = issueOf(call);
      const label = findLabel(call.repo, call.params.name ?? '');
      if (!label || !issue.labels.includes(label)) throw notFound();
      removeLabel(call.twin, issue, call.actor, label);
      return listOnIssue(call);
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/milestones',
    permission: read,
    handle: ({ twin, repo }) => list(repo.milestones, (one) => renderMilestone(twin, repo, one)),
  },
];

function labelOf({ repo, params }: Call) {
  const found = findLabel(repo, params.name ?? '');
  if (!found) throw notFound();
  return found;
}

function askedNames({ body }: Call): string[] {
  return namesOf(body.labels ?? body.items);
}

function listOnIssue(call: Call) {
  return list(issueOf(call).labels, (one) => renderLabel(call.twin, call.repo, one));
}
