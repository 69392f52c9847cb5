import type { RunHandle } from './actions-host.ts';
import type { Status } from './evaluate.ts';
import { holds } from './holds.ts';
import type { Conclusion, Job, Workflow } from './workflow.ts';

/** Runs one job to its end; must call `run.startJob` when it starts and stop early when `signal` aborts. */
export type RunJob = (job: Job, signal: AbortSignal) => Promise<Conclusion>;

/**
 * Takes a run from its first jobs to its conclusion: a job starts when those it needs have ended, is skipped
 * when its condition does not hold, and takes its matrix down with it when it fails (unless `fail-fast: false`).
 * `present` are the jobs that the run shows already.
 */
export async function runWorkflow(
  run: RunHandle,
  workflow: Workflow,
  values: Readonly<Record<string, unknown>>,
  runJob: RunJob,
  signal: AbortSignal,
  present: readonly string[] = firstJobs(workflow),
): Promise<Conclusion> {
  const groups = grouped(workflow.jobs);
  const results = new Map<string, Promise<readonly Conclusion[]>>();

  function resultOf(id: string): Promise<readonly Conclusion[]> {
    const result = results.get(id) ?? runGroup(groups.get(id) ?? []);
    results.set(id, result);
    return result;
  }

  async function runGroup(jobs: readonly Job[]): Promise<readonly Conclusion[]> {
    const status = await statusBefore(jobs[0]?.needs ?? []);
    const matrix = new AbortController();
    const either = AbortSignal.any([signal, matrix.signal]);
    return Promise.all(
      jobs.map(async (job) => {
        const conclusion = await runOne(job, status, either);
        if (conclusion === 'failure' && job.failFast && !job.continueOnError) matrix.abort();
        return job.continueOnError && conclusion === 'failure' ? 'success' : conclusion;
      }),
    );
  }

  async function runOne(job: Job, status: Status, either: AbortSignal): Promise<Conclusion> {
    if (!present.includes(job.name)) await run.addJob(job.name);
    const conclusion = either.aborted ? 'cancelled' : await concluded(job, status, either);
    await run.completeJob(job.name, conclusion);
    return conclusion;
  }

  async function concluded(job: Job, status: Status, either: AbortSignal): Promise<Conclusion> {
    try {
      const context = { status, values: { ...values, matrix: job.matrix, env: job.env } };
      return holds(job.condition, context) ? await runJob(job, either) : 'skipped';
    } catch {
      // A condition that cannot be read, or a machine that broke, must not look as if the job had passed.
      return 'failure';
    }
  }

  async function statusBefore(needs: readonly string[]): Promise<Status> {
    const before = (await Promise.all(ancestors(needs, groups).map(resultOf))).flat();
    const direct = (await Promise.all(needs.map(resultOf))).flat();
    if (signal.aborted) return 'cancelled';
    if (before.some((one) => one === 'failure' || one === 'timed_out')) return 'failure';
    if (before.includes('cancelled')) return 'cancelled';
    return direct.includes('skipped') ? 'skipped' : 'success';
  }

  const all = (await Promise.all([...groups.keys()].map(resultOf))).flat();
  const conclusion = worst(all);
  await run.complete(conclusion);
  return conclusion;
}

/** The jobs that a run has from its first moment. */
export function firstJobs(workflow: Workflow): readonly string[] {
  return workflow.jobs.filter(({ needs }) => needs.length === 0).map(({ name }) => name);
}

function grouped(jobs: readonly Job[]): ReadonlyMap<string, readonly Job[]> {
  const groups = new Map<string, Job[]>();
  for (const job of jobs) groups.set(job.id, [...(groups.get(job.id) ?? []), job]);
  return groups;
}

function ancestors(needs: readonly string[], groups: ReadonlyMap<string, readonly Job[]>): readonly string[] {
  const found = new Set(needs);
  for (const id of found) for (const need of groups.get(id)?.[0]?.needs ?? []) found.add(need);
  return [...found];
}

function worst(conclusions: readonly Conclusion[]): Conclusion {
  const order = ['failure', 'timed_out', 'cancelled', 'success'] as const;
  return order.find((each) => conclusions.includes(each)) ?? 'skipped';
}
