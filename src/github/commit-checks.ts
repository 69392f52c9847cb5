import { sha } from '../core/model/ids.ts';
import type { Sha } from '../core/model/ids.ts';
import type { CheckRun, CommitChecks, WorkflowJob, WorkflowRun } from '../core/model/check.ts';
import type { RepoRef } from '../core/model/project.ts';
import type { AppGate, GateConfig } from '../core/model/repository-config.ts';
import { at } from './context.ts';
import type { GitHubContext } from './context.ts';
import { workflowFile } from './workflow-file.ts';

/**
 * What GitHub says of `commit`: one request for the runs when a gate names a workflow, one per such completed run for
 * its jobs, and one per check name of other Apps. All runs of a named file are kept; which one counts is not decided here.
 */
export async function commitChecks(
  context: GitHubContext,
  repo: RepoRef,
  commit: Sha,
  gates: readonly GateConfig[],
): Promise<CommitChecks> {
  const files = new Set(gates.flatMap((gate) => (gate.kind === 'workflow' ? [gate.workflow] : [])));
  const apps = gates.filter((gate) => gate.kind === 'app');
  const [runs, checks] = await Promise.all([
    files.size > 0 ? readRuns(context, repo, commit, files) : [],
    readChecks(context, repo, commit, apps),
  ]);
  return { sha: commit, runs, checks };
}

async function readRuns(
  context: GitHubContext,
  repo: RepoRef,
  commit: Sha,
  files: ReadonlySet<string>,
): Promise<readonly WorkflowRun[]> {
  const client = context.client(repo.installationId);
  const answered = await client.paginate(client.rest.actions.listWorkflowRunsForRepo, {
    ...at(repo),
    head_sha: commit,
    per_page: 100,
  });
  const runs = answered.flatMap((run): Omit<WorkflowRun, 'jobs'>[] => {
    const workflow = workflowFile(run.path);
    if (!files.has(workflow) || run.head_sha !== commit) return [];
    return [
      {
        id: run.id,
        attempt: run.run_attempt ?? 1,
        workflow,
        event: run.event,
        branch: run.head_branch,
        sha: commit,
        completed: run.status === 'completed',
        conclusion: run.conclusion,
        url: run.html_url,
      },
    ];
  });
  return Promise.all(
    runs.map(async (run) => ({ ...run, jobs: run.completed ? await readJobs(context, repo, run) : [] })),
  );
}

async function readJobs(
  context: GitHubContext,
  repo: RepoRef,
  run: Omit<WorkflowRun, 'jobs'>,
): Promise<readonly WorkflowJob[]> {
  const client = context.client(repo.installationId);
  const jobs = await client.paginate(client.rest.actions.listJobsForWorkflowRun, {
    ...at(repo),
    run_id: run.id,
    filter: 'latest',
    per_page: 100,
  });
  return jobs
    .filter((job) => job.head_sha === run.sha)
    .map((job) => ({
      name: job.name,
      completed: job.status === 'completed',
      conclusion: job.conclusion,
      url: job.html_url ?? run.url,
    }));
}

async function readChecks(
  context: GitHubContext,
  repo: RepoRef,
  commit: Sha,
  gates: readonly AppGate[],
): Promise<readonly CheckRun[]> {
  const client = context.client(repo.installationId);
  const names = [...new Set(gates.map((gate) => gate.check))];
  const found = await Promise.all(
    names.map((name) =>
      client.paginate(client.rest.checks.listForRef, {
        ...at(repo),
        ref: commit,
        check_name: name,
        filter: 'latest',
        per_page: 100,
      }),
    ),
  );
  return found.flat().flatMap((check) => {
    const app = check.app?.slug;
    const asked = gates.some((gate) => gate.app === app && gate.check === check.name);
    if (!check.app || app === undefined || !asked || check.head_sha !== commit) return [];
    return [
      {
        id: check.id,
        appId: check.app.id,
        app,
        name: check.name,
        sha: sha(check.head_sha),
        completed: check.status === 'completed',
        conclusion: check.conclusion,
        url: check.html_url ?? check.details_url ?? '',
      },
    ];
  });
}
