import type { ActionsRepository, RunHandle } from './actions-host.ts';
import { runSteps, type JobResult, type Workplace } from './run-steps.ts';
import { runValues } from './run-values.ts';
import { serveRuns, type Actions } from './serve-runs.ts';
import { createSlots } from './slots.ts';
import type { Trigger } from './watch-triggers.ts';
import type { Conclusion, Job } from './workflow.ts';

export type ActionsOptions = {
  /** Folder of installed packages that checkouts may use. */
  readonly nodeModules?: string;
  /** Jobs that run at the same time; 2. */
  readonly concurrency?: number;
  /** Longest time of a job in ms, where its own `timeout-minutes` is not shorter; 10 minutes. */
  readonly timeoutMs?: number;
  /** Take over the conclusion of the same commands on the same tree. Off: every commit is honestly run. */
  readonly cacheByTree?: boolean;
  /** Told of every job that ended, with the end of its output. */
  readonly onJob?: (report: JobReport) => void;
};

export type JobReport = JobResult & {
  readonly run: number;
  readonly job: string;
  readonly sha: string;
  readonly branch: string;
};

/** GitHub Actions for one repository of the simulated GitHub: what is pushed is checked out and really run. */
export function startActions(
  github: { readonly url: string },
  repo: ActionsRepository,
  { concurrency = 2, timeoutMs = 600_000, nodeModules, cacheByTree = false, onJob }: ActionsOptions = {},
): Actions {
  const slots = createSlots(concurrency);
  const cache = new Map<string, Promise<JobResult>>();

  function runJob(run: RunHandle, trigger: Trigger, job: Job, signal: AbortSignal): Promise<Conclusion> {
    return slots.hold(async () => {
      if (signal.aborted) return 'cancelled';
      await run.startJob(job.name);
      const result = await resultOf(trigger, job, signal);
      onJob?.({ ...result, run: run.id, job: job.name, sha: trigger.sha, branch: trigger.branch });
      return result.conclusion;
    });
  }

  async function resultOf(trigger: Trigger, job: Job, signal: AbortSignal): Promise<JobResult> {
    if (!cacheByTree) return runSteps(job, workplaceOf(trigger, job), signal);
    const key = `${trigger.tree} ${JSON.stringify([job.steps, job.env, job.matrix])}`;
    const known = await cache.get(key);
    if (known?.conclusion === 'success' || known?.conclusion === 'failure') return known;
    const result = runSteps(job, workplaceOf(trigger, job), signal);
    cache.set(key, result);
    return result;
  }

  function workplaceOf(trigger: Trigger, job: Job): Workplace {
    // The simulated token may do anything in its repository: only who asked to write gets it.
    const granted = Object.values(job.permissions ?? {}).includes('write');
    const token: Record<string, string> = granted ? { GITHUB_TOKEN: repo.actions.token } : {};
    const values = { ...runValues(trigger, repo.fullName), secrets: token };
    const env = { ...environment(trigger), ...token };
    return { gitDir: repo.state.git.dir, tree: trigger.tree, nodeModules, env, values, timeoutMs };
  }

  function environment({ sha, event }: Trigger): Record<string, string> {
    return {
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: github.url,
      GITHUB_EVENT_NAME: event,
      GITHUB_REPOSITORY: repo.fullName,
      GITHUB_SHA: sha,
    };
  }

  return serveRuns(repo, { runJob });
}
