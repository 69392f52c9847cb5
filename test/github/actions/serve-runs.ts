import type { ActionsRepository, RunHandle } from './actions-host.ts';
import { runValues } from './run-values.ts';
import { firstJobs, runWorkflow } from './run-workflow.ts';
import { watchTriggers, type Trigger } from './watch-triggers.ts';
import { createWorkTracker } from './work-tracker.ts';
import type { Conclusion, Job, Workflow } from './workflow.ts';

export type Actions = {
  /** Resolves when no run is under way. */
  idle(): Promise<void>;
  /** How many runs, and starts of runs, are under way. */
  underWay(): number;
  /** Listens no more, cancels what runs (each by its own process group) and removes its folders. */
  stop(): Promise<void>;
};

/** How jobs are run here. `shown` and `ended` are told when GitHub shows a job's or a run's conclusion. */
export type Runner = {
  runJob(run: RunHandle, trigger: Trigger, job: Job, signal: AbortSignal): Promise<Conclusion>;
  created?(run: RunHandle): void;
  shown?(run: RunHandle, job: string): void;
  ended?(run: RunHandle): void;
};

/** Makes a run for every workflow that a push or pull request of `repo` wakes, and takes it to its conclusion. */
export function serveRuns(repo: ActionsRepository, runner: Runner): Actions {
  const tracker = createWorkTracker();
  const stopping = new AbortController();
  const known = new Map<number, { readonly trigger: Trigger; readonly workflow: Workflow }>();

  async function launch(trigger: Trigger): Promise<void> {
    const { event, branch: headBranch, sha: headSha, by, file } = trigger;
    const { path, workflow } = file;
    const jobs = workflow ? firstJobs(workflow) : [];
    const run = await repo.actions.createRun({
      path,
      name: workflow?.name ?? path,
      event,
      headBranch,
      headSha,
      jobs,
      by,
    });
    if (!workflow) return void (await run.complete('failure'));
    known.set(run.id, { trigger, workflow });
    await attempt(run, trigger, workflow, jobs);
  }

  async function attempt(
    run: RunHandle,
    trigger: Trigger,
    workflow: Workflow,
    present: readonly string[],
  ): Promise<void> {
    const values = runValues(trigger, repo.fullName);
    runner.created?.(run);
    await runWorkflow(told(run), workflow, values, jobOf(run, trigger), stopping.signal, present);
    runner.ended?.(run);
  }

  /** A new attempt runs only the named jobs, which GitHub shows as queued already; the others keep their results. */
  async function again(run: RunHandle, names: readonly string[]): Promise<void> {
    const first = known.get(run.id);
    if (first) await attempt(run, first.trigger, only(first.workflow, names), names);
  }

  function jobOf(run: RunHandle, trigger: Trigger) {
    return (job: Job, signal: AbortSignal) => runner.runJob(run, trigger, job, signal);
  }

  function told(run: RunHandle): RunHandle {
    return {
      id: run.id,
      addJob: (name) => run.addJob(name),
      startJob: (name) => run.startJob(name),
      complete: (conclusion) => run.complete(conclusion),
      async completeJob(name, conclusion) {
        await run.completeJob(name, conclusion);
        runner.shown?.(run, name);
      },
    };
  }

  const detachReruns = repo.actions.onRerun((run, names) => tracker.track(again(run, names)));
  const detach = watchTriggers(
    repo,
    (task) => tracker.track(task),
    (trigger) => tracker.track(launch(trigger)),
  );
  return {
    idle: () => tracker.idle(),
    underWay: () => tracker.size(),
    async stop() {
      detach();
      detachReruns();
      stopping.abort();
      await tracker.idle().catch(() => undefined);
    },
  };
}

function only(workflow: Workflow, names: readonly string[]): Workflow {
  const jobs = workflow.jobs.filter(({ name }) => names.includes(name));
  const ids = new Set(jobs.map(({ id }) => id));
  return {
    ...workflow,
    jobs: jobs.map((job) => ({ ...job, needs: job.needs.filter((need) => ids.has(need)) })),
  };
}
