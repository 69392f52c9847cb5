import { HttpError, notFound } from '../http/http-error.ts';
import { list, ok, type Call, type Route } from '../http/route.ts';
import type { WorkflowRun } from '../model.ts';
import { currentJobs, rerunWorkflow } from '../operations/workflow-runs.ts';
import { shortCommit } from '../render/check.ts';
import { renderJob, renderWorkflowRun } from '../render/workflow.ts';

const base = '/repos/{owner}/{repo}/actions';

export const actionsRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: `${base}/runs`,
    permission: ['actions:read'],
    handle: (call) => listRuns(call, () => true),
  },
  {
    method: 'GET',
    template: `${base}/workflows/{workflow_id}/runs`,
    permission: ['actions:read'],
    handle: (call) =>
      listRuns(call, ({ workflow }) => {
        const wanted = call.params.workflow_id ?? '';
        return String(workflow.id) === wanted || workflow.path.endsWith(`/${wanted}`);
      }),
  },
  {
    method: 'GET',
    template: `${base}/runs/{run_id}`,
    permission: ['actions:read'],
    handle: async (call) => {
      const run = runOf(call);
      return ok(renderWorkflowRun(call.twin, call.repo, run, await shortCommit(call.repo, run.headSha)));
    },
  },
  {
    method: 'GET',
    template: `${base}/runs/{run_id}/jobs`,
    permission: ['actions:read'],
    handle: (call) => {
      const run = runOf(call);
      const jobs = call.query.get('filter') === 'all' ? run.jobs : currentJobs(run);
      return list(
        jobs,
        (job) => renderJob(call.twin, call.repo, run, job),
        (page, total) => ({ total_count: total, jobs: page }),
      );
    },
  },
  {
    method: 'POST',
    template: `${base}/runs/{run_id}/rerun-failed-jobs`,
    permission: ['actions:write'],
    level: 'write',
    handle: (call) => rerun(call, 'failed'),
  },
  {
    method: 'POST',
    template: `${base}/runs/{run_id}/rerun`,
    permission: ['actions:write'],
    level: 'write',
    handle: (call) => rerun(call, 'all'),
  },
];

function runOf({ repo, params }: Call): WorkflowRun {
  const found = repo.runs.find((run) => run.id === Number(params.run_id));
  if (!found) throw notFound();
  return found;
}

async function listRuns(call: Call, filter: (run: WorkflowRun) => boolean) {
  const { twin, repo, query } = call;
  const is = (name: string, value: string): boolean => query.get(name) === null || query.get(name) === value;
  const found = repo.runs.filter(
    (run) =>
      filter(run) &&
      is('head_sha', run.headSha) &&
      is('event', run.event) &&
      is('branch', run.headBranch) &&
      is('check_suite_id', String(run.suite.id)) &&
      (is('status', run.status) || is('status', run.conclusion ?? '')),
  );
  const commits = new Map(
    await Promise.all(found.map(async (run) => [run, await shortCommit(repo, run.headSha)] as const)),
  );
  return list(
    found.toReversed(),
    (run) =>
      renderWorkflowRun(
        twin,
        repo,
        run,
        commits.get(run) ?? {
          id: '',
          tree_id: '',
          message: '',
          timestamp: '',
          author: { name: '', email: '' },
          committer: { name: '', email: '' },
        },
      ),
    (page, total) => ({ total_count: total, workflow_runs: page }),
  );
}

async function rerun(call: Call, which: 'failed' | 'all') {
  const run = runOf(call);
  if (run.status !== 'completed') throw new HttpError(403, 'This workflow is already running');
  await rerunWorkflow(call.twin, call.repo, run, which);
  return ok({}, 201);
}
