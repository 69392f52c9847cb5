import type { ActionsRepository, RunHandle } from './actions-host.ts';
import { createChangeSignal } from './change-signal.ts';
import { serveRuns, type Actions } from './serve-runs.ts';
import type { Trigger } from './watch-triggers.ts';
import type { Conclusion, Job } from './workflow.ts';

export type ScriptedJob = {
  readonly path: string;
  readonly name: string;
  readonly event: 'push' | 'pull_request';
};

/** Decides at once how a job ends, or leaves it running until the test calls `finish`. */
export type Decide = (job: ScriptedJob, sha: string, branch: string) => Conclusion | 'pending';

/** Which jobs: of a commit, a branch, a run, with a name; what is not given does not matter. */
export type JobSelector = {
  readonly sha?: string;
  readonly branch?: string;
  readonly run?: number;
  readonly job?: string;
};

export type PendingJob = ScriptedJob & {
  readonly run: number;
  readonly sha: string;
  readonly branch: string;
};

export type ScriptedActions = Actions & {
  /** The jobs that were left running. */
  pending(): readonly PendingJob[];
  /** Whether nothing moves by itself: every run that is under way waits for the test to decide. */
  resting(): boolean;
  /** Resolves when GitHub shows a job that `selector` picks as running, undecided; throws after `deadlineMs`, 10 s. */
  started(selector: JobSelector, deadlineMs?: number): Promise<void>;
  /**
   * Ends the pending jobs that `selector` picks, waiting for one to start if there is none (at most
   * `deadlineMs`, 10 s, then throws with what is pending). Without a `job` it goes on with the jobs that
   * follow, to the end of their runs. Resolves when GitHub shows the conclusions.
   */
  finish(selector: JobSelector, conclusion: Conclusion, deadlineMs?: number): Promise<void>;
};

type Open = PendingJob & { readonly end: (conclusion: Conclusion) => void; ended: boolean };

/** GitHub Actions without machines: the real workflow files decide which jobs exist, the test how they end. */
export function scriptActions(repo: ActionsRepository, decide: Decide = () => 'success'): ScriptedActions {
  const open = new Set<Open>();
  const active = new Set<number>();
  /** The jobs that are on their way to a conclusion, as `run name`. */
  const moving = new Set<string>();
  const changes = createChangeSignal();

  async function runJob(
    run: RunHandle,
    trigger: Trigger,
    { name }: Job,
    signal: AbortSignal,
  ): Promise<Conclusion> {
    const { sha, branch, event, file } = trigger;
    moving.add(`${run.id} ${name}`);
    await run.startJob(name);
    const job = { path: file.path, name, event };
    const decision = decide(job, sha, branch);
    return decision === 'pending' ? opened({ ...job, run: run.id, sha, branch }, signal) : decision;
  }

  function opened(job: PendingJob, signal: AbortSignal): Promise<Conclusion> {
    return new Promise((resolve) => {
      const entry: Open = { ...job, ended: false, end: resolve };
      open.add(entry);
      moving.delete(`${job.run} ${job.name}`);
      if (signal.aborted) end(entry, 'cancelled');
      signal.addEventListener('abort', () => end(entry, 'cancelled'), { once: true });
      changes.tell();
    });
  }

  function end(entry: Open, conclusion: Conclusion): void {
    if (entry.ended) return;
    entry.ended = true;
    moving.add(`${entry.run} ${entry.name}`);
    entry.end(conclusion);
  }

  function waits(run: number): boolean {
    const moves = [...moving].some((job) => job.startsWith(`${run} `));
    return !moves && [...open].some((entry) => entry.run === run && !entry.ended);
  }

  function picked(selector: JobSelector): readonly Open[] {
    return [...open].filter((entry) => !entry.ended && selects(selector, entry));
  }

  /** Nothing more happens in the run until somebody decides. */
  function settled(run: number): boolean {
    return !active.has(run) || [...open].some((entry) => entry.run === run && !entry.ended);
  }

  function started(selector: JobSelector, deadlineMs = 10_000): Promise<void> {
    return changes.until(
      () => picked(selector).length > 0,
      deadlineMs,
      () => missing(selector),
    );
  }

  function missing(selector: JobSelector): string {
    return `no job ${JSON.stringify(selector)}; pending: ${JSON.stringify(pending())}`;
  }

  async function finish(selector: JobSelector, conclusion: Conclusion, deadlineMs = 10_000): Promise<void> {
    await started(selector, deadlineMs);
    do {
      const entries = picked(selector);
      for (const entry of entries) end(entry, conclusion);
      const done = (): boolean => entries.every((entry) => !open.has(entry) && settled(entry.run));
      await changes.until(done, deadlineMs, () => missing(selector));
    } while (selector.job === undefined && picked(selector).length > 0);
  }

  function pending(): readonly PendingJob[] {
    return [...open]
      .filter(({ ended }) => !ended)
      .map(({ path, name, event, run, sha, branch }) => ({ path, name, event, run, sha, branch }));
  }

  const actions = serveRuns(repo, {
    runJob,
    created: (run) => active.add(run.id),
    shown(run, job) {
      moving.delete(`${run.id} ${job}`);
      for (const entry of open) if (entry.run === run.id && entry.name === job) open.delete(entry);
      changes.tell();
    },
    ended(run) {
      active.delete(run.id);
      changes.tell();
    },
  });
  const resting = (): boolean => actions.underWay() === [...active].filter(waits).length;
  return { ...actions, pending, resting, started, finish };
}

function selects({ sha, branch, run, job }: JobSelector, entry: PendingJob): boolean {
  return (
    (sha ?? entry.sha) === entry.sha &&
    (branch ?? entry.branch) === entry.branch &&
    (run ?? entry.run) === entry.run &&
    (job ?? entry.name) === entry.name
  );
}
