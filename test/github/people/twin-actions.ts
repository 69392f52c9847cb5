import type { Job, Repository, WorkflowRun } from '../model.ts';
import {
  addJob,
  completeJob,
  completeRun,
  createWorkflowRun,
  currentJobs,
  rerunWorkflow,
  startJob,
  type NewRun,
} from '../operations/workflow-runs.ts';
import { createUser } from '../operations/users.ts';
import type { Twin } from '../twin.ts';
import { actAs, type By } from './act-as.ts';

/** A run in the hands of a runner. Jobs are named within the current attempt. */
export interface TwinRun {
  readonly id: number;
  readonly headSha: string;
  readonly state: WorkflowRun;
  startJob(name: string): Promise<void>;
  completeJob(name: string, conclusion: string): Promise<void>;
  /** A job that appears late, as those of a matrix that another job computes. */
  addJob(name: string): Promise<void>;
  /** Ends the run; without a conclusion, with what its jobs say. Jobs still open are cancelled. */
  complete(conclusion?: string): Promise<void>;
  rerun(which?: 'failed' | 'all'): Promise<readonly string[]>;
}

export interface TwinActions {
  createRun(o: NewRun & { by?: By }): Promise<TwinRun>;
  runs(filter?: { headSha?: string; event?: string }): readonly TwinRun[];
  /** Called with the names of the jobs that a re-run queued again; returns how to stop listening. */
  onRerun(listener: (run: TwinRun, jobs: readonly string[]) => void): () => void;
  /** A workflow's own token: whatever it posts is posted as GitHub Actions. */
  readonly token: string;
}

export function twinActions(twin: Twin, repo: Repository): TwinActions {
  const user = createUser(twin, { login: 'github-actions[bot]', type: 'Bot' });
  const token = `ghs_actions_${repo.id}`;
  twin.tokens.set(token, { actor: { user, app: twin.actionsApp }, expiresAt: undefined, repo });
  return {
    token,
    async createRun({ by, ...o }) {
      return twinRun(twin, repo, await createWorkflowRun(twin, repo, actAs(twin, repo, by), o));
    },
    runs({ headSha, event } = {}) {
      const found = repo.runs.filter(
        (run) => (headSha ?? run.headSha) === run.headSha && (event ?? run.event) === run.event,
      );
      return found.map((run) => twinRun(twin, repo, run));
    },
    onRerun(listener) {
      const relay = (run: WorkflowRun, jobs: readonly string[]): void =>
        listener(twinRun(twin, repo, run), jobs);
      repo.rerunListeners.add(relay);
      return () => repo.rerunListeners.delete(relay);
    },
  };
}

function twinRun(twin: Twin, repo: Repository, run: WorkflowRun): TwinRun {
  const job = (name: string): Job => {
    const found = currentJobs(run).find((one) => one.name === name && one.attempt === run.attempt);
    if (!found) throw new Error(`Run ${run.id} has no job ${name} in attempt ${run.attempt}.`);
    return found;
  };
  return {
    id: run.id,
    headSha: run.headSha,
    state: run,
    startJob: (name) => startJob(twin, repo, run, job(name)),
    completeJob: (name, conclusion) => completeJob(twin, repo, run, job(name), conclusion),
    async addJob(name) {
      await addJob(twin, repo, run, name);
    },
    complete: (conclusion) => completeRun(twin, repo, run, conclusion),
    rerun: (which = 'failed') => rerunWorkflow(twin, repo, run, which),
  };
}
