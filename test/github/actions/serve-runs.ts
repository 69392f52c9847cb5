import type { ActionsRepository, RunHandle } from './actions-host.ts';
import { runValues } from './run-values.ts';
import { firstJobs, runWorkflow } from './run-workflow.ts';
import { watchTriggers, type Trigger } from './watch-triggers.ts';
import { createWorkTracker } from './work-tracker.ts';
import type { Conclusion, Job } from './workflow.ts';

export type Actions = {
  /** Resolves when no run is under way. */
  idle(): Promise<void>;
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

  async function launch(trigger: Trigger): Promise<void> {
    const { event, branch: headBranch, sha: headSha, file } = trigger;
    const { path, workflow } = file;
    const jobs = workflow ? firstJobs(workflow) : [];
    const run = await repo.actions.createRun({
      path,
      name: workflow?.name ?? path,
      event,
      headBranch,
      headSha,
      jobs,
    });
    runner.created?.(run);
    if (workflow)
      await runWorkflow(
        told(run),
        workflow,
        runValues(trigger, repo.fullName),
        jobOf(run, trigger),
        stopping.signal,
      );
    else await run.complete('failure');
    runner.ended?.(run);
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

  const detach = watchTriggers(
    repo,
    (task) => tracker.track(task),
    (trigger) => tracker.track(launch(trigger)),
  );
  return {
    idle: () => tracker.idle(),
    async stop() {
      detach();
      stopping.abort();
      await tracker.idle().catch(() => undefined);
    },
  };
}
