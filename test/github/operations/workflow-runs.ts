import { emit } from '../hooks/emit.ts';
import type { Actor, Job, Repository, WorkflowRun } from '../model.ts';
import { shortCommit } from '../render/check.ts';
import { renderJob, renderWorkflow, renderWorkflowRun } from '../render/workflow.ts';
import { nodeId, type Twin } from '../twin.ts';
import { createCheckRun, createSuite, emitSuite, rollUp, updateCheckRun } from './checks.ts';

export interface NewRun {
  readonly path: string;
  readonly name: string;
  readonly event: string;
  readonly headBranch: string;
  readonly headSha: string;
  readonly jobs: readonly string[];
}

/** Starts a run of a workflow file: its suite, `workflow_run.requested`, then each job queued with its check run. */
export async function createWorkflowRun(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  o: NewRun,
): Promise<WorkflowRun> {
  const workflow = workflowFor(twin, repo, o);
  workflow.runs += 1;
  const { headBranch, headSha, event } = o;
  const suite = createSuite(twin, repo, { app: twin.actionsApp, headSha, headBranch, before: null });
  const id = twin.nextId();
  const now = twin.now();
  const run: WorkflowRun = {
    id,
    nodeId: nodeId('WFR', id),
    workflow,
    number: workflow.runs,
    event,
    headBranch,
    headSha,
    actor: actor.user,
    suite,
    attempt: 1,
    status: 'queued',
    conclusion: null,
    jobs: [],
    createdAt: now,
    updatedAt: now,
    startedAt: now,
  };
  repo.runs.push(run);
  await emitRun(twin, repo, run, 'requested');
  for (const name of o.jobs) await addJob(twin, repo, run, name);
  return run;
}

function workflowFor(twin: Twin, repo: Repository, o: NewRun) {
  const known = repo.workflows.find((workflow) => workflow.path === o.path);
  if (known) return known;
  const id = twin.nextId();
  const workflow = {
    id,
    nodeId: nodeId('W', id),
    path: o.path,
    name: o.name,
    createdAt: twin.now(),
    runs: 0,
  };
  repo.workflows.push(workflow);
  return workflow;
}

/** Adds a job to the current attempt: also later than the others, as a matrix that depends on a first job does. */
export async function addJob(twin: Twin, repo: Repository, run: WorkflowRun, name: string): Promise<Job> {
  const { headSha, suite } = run;
  const checkRun = await createCheckRun(twin, repo, actionsActor(twin, run), {
    app: twin.actionsApp,
    name,
    headSha,
    suite,
  });
  const job: Job = {
    id: checkRun.id,
    nodeId: checkRun.nodeId,
    name,
    attempt: run.attempt,
    checkRun,
    status: 'queued',
    conclusion: null,
    createdAt: twin.now(),
    startedAt: undefined,
    completedAt: undefined,
  };
  run.jobs.push(job);
  checkRun.detailsUrl = renderJob(twin, repo, run, job).html_url;
  emitJob(twin, repo, run, job, 'queued');
  return job;
}

export async function startJob(twin: Twin, repo: Repository, run: WorkflowRun, job: Job): Promise<void> {
  if (job.status !== 'queued') return;
  job.status = 'in_progress';
  job.startedAt = twin.now();
  if (run.status === 'queued') {
    run.status = 'in_progress';
    run.suite.status = 'in_progress';
    run.updatedAt = twin.now();
    await emitRun(twin, repo, run, 'in_progress');
  }
  await updateCheckRun(twin, repo, actionsActor(twin, run), job.checkRun, { status: 'in_progress' });
  emitJob(twin, repo, run, job, 'in_progress');
}

export async function completeJob(
  twin: Twin,
  repo: Repository,
  run: WorkflowRun,
  job: Job,
  conclusion: string,
): Promise<void> {
  if (job.status === 'completed') return;
  if (conclusion !== 'skipped' && conclusion !== 'cancelled') await startJob(twin, repo, run, job);
  job.status = 'completed';
  job.conclusion = conclusion;
  job.completedAt = twin.now();
  await updateCheckRun(twin, repo, actionsActor(twin, run), job.checkRun, { conclusion });
  emitJob(twin, repo, run, job, 'completed');
}

/** Ends the run; jobs still open are cancelled, as GitHub does. */
export async function completeRun(
  twin: Twin,
  repo: Repository,
  run: WorkflowRun,
  conclusion?: string,
): Promise<void> {
  if (run.status === 'completed') return;
  for (const job of currentJobs(run).filter((one) => one.status !== 'completed')) {
    await completeJob(twin, repo, run, job, 'cancelled');
  }
  const now = twin.now();
  const verdict = conclusion ?? rollUp(currentJobs(run).map((job) => job.conclusion));
  Object.assign(run, { status: 'completed', conclusion: verdict, updatedAt: now });
  Object.assign(run.suite, { status: 'completed', conclusion: verdict, updatedAt: now });
  await emitSuite(twin, repo, actionsActor(twin, run), run.suite, 'completed');
  await emitRun(twin, repo, run, 'completed');
}

/** A new attempt: failed jobs (or all) run again, the others stay as they were. */
export async function rerunWorkflow(
  twin: Twin,
  repo: Repository,
  run: WorkflowRun,
  which: 'failed' | 'all',
): Promise<readonly string[]> {
  const again = currentJobs(run).filter(
    (job) => which === 'all' || !['success', 'skipped'].includes(job.conclusion ?? ''),
  );
  run.attempt += 1;
  const now = twin.now();
  Object.assign(run, { status: 'queued', conclusion: null, updatedAt: now, startedAt: now });
  Object.assign(run.suite, { status: 'queued', conclusion: null, updatedAt: now });
  await emitRun(twin, repo, run, 'requested');
  for (const job of again) await addJob(twin, repo, run, job.name);
  const names = again.map((job) => job.name);
  for (const listener of repo.rerunListeners) listener(run, names);
  return names;
}

/** For each name the job of the latest attempt that has it. */
export function currentJobs(run: WorkflowRun): Job[] {
  return run.jobs.filter(
    (job) => !run.jobs.some((other) => other.name === job.name && other.attempt > job.attempt),
  );
}

/** Events of a run are sent in the name of whoever triggered it. */
function actionsActor(twin: Twin, run: WorkflowRun): Actor {
  return { user: run.actor, app: twin.actionsApp };
}

function emitJob(twin: Twin, repo: Repository, run: WorkflowRun, job: Job, action: Job['status']): void {
  emit(twin, repo, actionsActor(twin, run), 'workflow_job', () => ({
    action,
    workflow_job: renderJob(twin, repo, run, job),
  }));
}

async function emitRun(
  twin: Twin,
  repo: Repository,
  run: WorkflowRun,
  action: 'requested' | 'in_progress' | 'completed',
): Promise<void> {
  const commit = await shortCommit(repo, run.headSha);
  emit(twin, repo, actionsActor(twin, run), 'workflow_run', () => ({
    action,
    workflow_run: renderWorkflowRun(twin, repo, run, commit),
    workflow: renderWorkflow(twin, repo, run.workflow),
  }));
}
