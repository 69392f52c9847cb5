import { HttpError, invalid, notFound } from '../http/http-error.ts';
import { list, ok, optionalText, textOf, type Call, type Route } from '../http/route.ts';
import type { CheckRun } from '../model.ts';
import { createCheckRun, updateCheckRun, type CheckFields } from '../operations/checks.ts';
import { resolveCommit } from '../operations/read-ref.ts';
import { renderCheckRun, renderCheckSuite, shortCommit } from '../render/check.ts';

const base = '/repos/{owner}/{repo}';

export const checkRoutes: readonly Route[] = [
  { method: 'POST', template: `${base}/check-runs`, permission: ['checks:write'], handle: postCheckRun },
  {
    method: 'GET',
    template: `${base}/check-runs/{check_run_id}`,
    permission: ['checks:read'],
    handle: (call) => ok(renderCheckRun(call.twin, call.repo, runOf(call))),
  },
  {
    method: 'PATCH',
    template: `${base}/check-runs/{check_run_id}`,
    permission: ['checks:write'],
    handle: patchCheckRun,
  },
  {
    method: 'GET',
    template: `${base}/commits/{ref}/check-runs`,
    permission: ['checks:read'],
    handle: listForRef,
  },
  {
    method: 'GET',
    template: `${base}/commits/{ref}/check-suites`,
    permission: ['checks:read'],
    handle: listSuites,
  },
];

function runOf({ repo, params }: Call): CheckRun {
  const found = repo.checkRuns.find((run) => run.id === Number(params.check_run_id));
  if (!found) throw notFound();
  return found;
}

function fieldsOf(call: Call): CheckFields {
  const { body } = call;
  const text = (field: string) => optionalText(call, field);
  const time = (field: string) => (text(field) === undefined ? undefined : new Date(text(field) ?? ''));
  const all = {
    name: text('name'),
    status: text('status') as CheckRun['status'] | undefined,
    conclusion: text('conclusion'),
    externalId: text('external_id'),
    detailsUrl: text('details_url'),
    output: body.output as CheckFields['output'] | undefined,
    actions: body.actions as readonly unknown[] | undefined,
    startedAt: time('started_at'),
    completedAt: time('completed_at'),
  };
  if (all.conclusion === undefined && all.status === 'completed')
    throw invalid('CheckRun', 'conclusion', 'missing_field');
  if ((all.actions?.length ?? 0) > 3)
    throw invalid('CheckRun', 'actions', 'custom', 'No more than 3 items are allowed');
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

async function postCheckRun(call: Call) {
  const { twin, repo, actor } = call;
  if (!actor.app) throw new HttpError(403, 'You must authenticate via a GitHub App.');
  const headSha = textOf(call, 'head_sha', 'CheckRun');
  if (!(await repo.git.commit(headSha))) throw new HttpError(422, `No commit found for SHA: ${headSha}`);
  const run = await createCheckRun(twin, repo, actor, {
    ...fieldsOf(call),
    name: textOf(call, 'name', 'CheckRun'),
    headSha,
    app: actor.app,
  });
  return ok(renderCheckRun(twin, repo, run), 201);
}

async function patchCheckRun(call: Call) {
  const { twin, repo, actor } = call;
  const run = runOf(call);
  if (run.app.id !== actor.app?.id)
    throw new HttpError(
      403,
      'Invalid app_id `' +
        String(run.app.id) +
        '` - check run can only be modified by the GitHub App that created it.',
    );
  await updateCheckRun(twin, repo, actor, run, fieldsOf(call));
  return ok(renderCheckRun(twin, repo, run));
}

async function listForRef(call: Call) {
  const { twin, repo, params, query } = call;
  const sha = await resolveCommit(twin, repo, params.ref ?? '');
  if (sha === undefined) throw new HttpError(422, `No commit found for SHA: ${params.ref}`);
  const [app, name, status] = [query.get('app_id'), query.get('check_name'), query.get('status')];
  const matching = repo.checkRuns.filter(
    (run) =>
      run.headSha === sha &&
      (app === null || run.app.id === Number(app)) &&
      (name === null || run.name === name) &&
      (status === null || run.status === status),
  );
  // `latest` keeps the newest of each name within a suite.
  const newest = matching.filter(
    (run) =>
      !matching.some((other) => other.suite === run.suite && other.name === run.name && other.id > run.id),
  );
  const found = (query.get('filter') === 'all' ? matching : newest).sort((a, b) => b.id - a.id);
  return list(
    found,
    (run) => renderCheckRun(twin, repo, run),
    (page, total) => ({ total_count: total, check_runs: page }),
  );
}

async function listSuites({ twin, repo, params, query }: Call) {
  const sha = await resolveCommit(twin, repo, params.ref ?? '');
  if (sha === undefined) throw new HttpError(422, `No commit found for SHA: ${params.ref}`);
  const app = query.get('app_id');
  const suites = repo.suites.filter(
    (suite) => suite.headSha === sha && (app === null || suite.app.id === Number(app)),
  );
  const commit = await shortCommit(repo, sha);
  return list(
    suites,
    (suite) => renderCheckSuite(twin, repo, suite, commit),
    (page, total) => ({ total_count: total, check_suites: page }),
  );
}
