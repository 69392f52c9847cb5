import type { Job, Repository, Workflow, WorkflowRun } from '../model.ts';
import type { Twin } from '../twin.ts';
import { pullsOfHead, type ShortCommit } from './check.ts';
import { iso, isoOrNull } from './iso.ts';
import { fullName, renderMinimalRepository, repoUrl } from './repository.ts';
import { renderUser } from './user.ts';

export function renderWorkflow(twin: Twin, repo: Repository, workflow: Workflow) {
  const page = `${twin.url}/${fullName(repo)}`;
  return {
    id: workflow.id,
    node_id: workflow.nodeId,
    name: workflow.name,
    path: workflow.path,
    state: 'active',
    created_at: iso(workflow.createdAt),
    updated_at: iso(workflow.createdAt),
    url: `${repoUrl(twin, repo)}/actions/workflows/${workflow.id}`,
    html_url: `${page}/blob/${repo.defaultBranch}/${workflow.path}`,
    badge_url: `${page}/workflows/${encodeURIComponent(workflow.name)}/badge.svg`,
  };
}

export function renderWorkflowRun(twin: Twin, repo: Repository, run: WorkflowRun, headCommit: ShortCommit) {
  const url = `${repoUrl(twin, repo)}/actions/runs/${run.id}`;
  const minimal = renderMinimalRepository(twin, repo);
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: run.nodeId,
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflow.path,
    display_title: headCommit.message.split('\n')[0] ?? '',
    run_number: run.number,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflow.id,
    check_suite_id: run.suite.id,
    check_suite_node_id: run.suite.nodeId,
    url,
    html_url: `${twin.url}/${fullName(repo)}/actions/runs/${run.id}`,
    pull_requests: pullsOfHead(twin, repo, run.headSha, run.headBranch),
    created_at: iso(run.createdAt),
    updated_at: iso(run.updatedAt),
    actor: renderUser(twin, run.actor),
    run_attempt: run.attempt,
    referenced_workflows: [],
    run_started_at: iso(run.startedAt),
    triggering_actor: renderUser(twin, run.actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${repoUrl(twin, repo)}/check-suites/${run.suite.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null,
    workflow_url: `${repoUrl(twin, repo)}/actions/workflows/${run.workflow.id}`,
    head_commit: headCommit,
    repository: minimal,
    head_repository: minimal,
  };
}

export function renderJob(twin: Twin, repo: Repository, run: WorkflowRun, job: Job) {
  const assigned = job.startedAt !== undefined;
  const step = {
    name: 'Run',
    number: 1,
    status: job.status,
    conclusion: job.conclusion,
    started_at: isoOrNull(job.startedAt),
    completed_at: isoOrNull(job.completedAt),
  };
  return {
    id: job.id,
    run_id: run.id,
    workflow_name: run.workflow.name,
    head_branch: run.headBranch,
    run_url: `${repoUrl(twin, repo)}/actions/runs/${run.id}`,
    run_attempt: job.attempt,
    node_id: job.nodeId,
    head_sha: run.headSha,
    url: `${repoUrl(twin, repo)}/actions/jobs/${job.id}`,
    html_url: `${twin.url}/${fullName(repo)}/actions/runs/${run.id}/job/${job.id}`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: iso(job.createdAt),
    // Before a runner takes the job GitHub already answers a start time: that of its creation.
    started_at: iso(job.startedAt ?? job.createdAt),
    completed_at: isoOrNull(job.completedAt),
    name: job.name,
    steps: assigned ? [step] : [],
    check_run_url: `${repoUrl(twin, repo)}/check-runs/${job.checkRun.id}`,
    labels: ['ubuntu-latest'],
    runner_id: assigned ? 1 : null,
    runner_name: assigned ? 'GitHub Actions 1' : null,
    runner_group_id: assigned ? 2 : null,
    runner_group_name: assigned ? 'GitHub Actions' : null,
  };
}
