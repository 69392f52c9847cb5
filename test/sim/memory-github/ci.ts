import type { WorkflowJob, WorkflowRun } from '../../../src/core/model/check.ts';
import type { Sha } from '../../../src/core/model/ids.ts';
import { hash32, type Random } from '../random.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Tree } from './git.ts';
import type { GitHubModel } from './github-model.ts';
import type { By } from './records.ts';
import { createVersioned } from './versioned.ts';

export const WORKFLOW = 'ci.yml';
export const SCANNER = { appId: 777, app: 'scanner', check: 'scan' } as const;
/** The jobs of the workflow; no gate asks for the last one. */
export const JOBS = ['build', 'test (1)', 'test (2)', 'lint'] as const;
const CI: By = {
  account: { id: 15_368, login: 'github-actions[bot]', isBot: true },
  app: false,
  runner: null,
};
const NOT_A_PASS = ['failure', 'neutral', 'skipped', 'cancelled', 'timed_out', 'action_required', 'stale'];
/** One in so many pairs of changes does not get along, though each is fine alone. */
const PAIRS = 160;

/** Whether a tree passes a job: decided by its content alone, so two green changes can be red together. */
export function passes(tree: Tree, job: string): boolean {
  const tokens = Object.entries(tree)
    .filter(([path]) => path.startsWith('src/'))
    .map(([, content]) => content)
    .sort();
  if (tokens.some((token) => hash32(`${job} ${token}`) % 23 === 0)) return false;
  return !tokens.some((one, at) =>
    tokens.slice(at + 1).some((other) => hash32(`${job} ${one} ${other}`) % PAIRS === 0),
  );
}

/** Whether every gate of the simulated configuration passes on a tree. */
export function isGreen(tree: Tree): boolean {
  return [...JOBS.slice(0, 3), SCANNER.check].every((job) => passes(tree, job));
}

/**
 * Runs the workflow for every push that it listens to, and lets the scanner look at the same commits. `lateRun`: told of
 * each run or scan that takes minutes; null: there are none.
 */
export function startCi(
  model: GitHubModel,
  scheduler: Scheduler,
  random: Random,
  lateRun: (() => void) | null = null,
): void {
  const verdicts = new Map<string, boolean>();

  function verdict(treeId: Sha, job: string): boolean {
    const key = `${treeId} ${job}`;
    const known = verdicts.get(key) ?? passes(model.git.tree(treeId), job);
    verdicts.set(key, known);
    return known;
  }

  function conclude(treeId: Sha, job: string, flaky: boolean): string {
    if (!verdict(treeId, job))
      return NOT_A_PASS[hash32(`${treeId} ${job} how`) % NOT_A_PASS.length] ?? 'failure';
    return flaky && job.startsWith('test') ? 'failure' : 'success';
  }

  /** Runners are short now and then. */
  function duration(from: number, to: number): number {
    if (lateRun === null || !random.chance(0.02)) return random.between(from, to);
    lateRun();
    return random.between(60_000, 400_000);
  }

  function startRun(commit: Sha, treeId: Sha, event: 'push' | 'pull_request', branch: string): void {
    const id = model.nextId();
    const started: WorkflowRun = {
      id,
      attempt: 1,
      workflow: WORKFLOW,
      event,
      branch,
      sha: commit,
      completed: false,
      conclusion: null,
      url: `run/${id}`,
      jobs: [],
    };
    const run = createVersioned(model.now(), started);
    model.runs.push({ run, createdAt: model.now(), genuine: true });
    model.emit({ kind: 'workflow_run', run: started }, CI);
    const flaky = random.chance(0.06);
    scheduler.after(duration(4_000, 40_000), `ci run ${id} ends`, () => {
      const jobs = JOBS.map((name): WorkflowJob => ({
        name,
        completed: true,
        conclusion: conclude(treeId, name, flaky),
        url: `job/${id}`,
      }));
      const failed = jobs.some((job) => !['success', 'skipped', 'neutral'].includes(job.conclusion ?? ''));
      const ended = { ...started, completed: true, conclusion: failed ? 'failure' : 'success', jobs };
      run.set(model.now(), ended);
      model.emit({ kind: 'workflow_run', run: ended }, CI);
    });
  }

  function startScan(commit: Sha, treeId: Sha): void {
    const { appId, app, check: name } = SCANNER;
    const id = model.nextId();
    const url = `check/${id}`;
    const state = createVersioned<{ status: string; conclusion: string | null; title: string }>(model.now(), {
      status: 'in_progress',
      conclusion: null,
      title: '',
    });
    model.checks.push({ id, appId, app, name, sha: commit, key: null, createdAt: model.now(), state });
    scheduler.after(duration(2_000, 25_000), `scan ${id} ends`, () => {
      const conclusion = conclude(treeId, name, false);
      state.set(model.now(), { status: 'completed', conclusion, title: '' });
      const check = { id, appId, app, name, sha: commit, completed: true, conclusion, url };
      model.emit({ kind: 'check', check }, CI);
    });
  }

  model.onPush = (branch, commit) => {
    if (branch.startsWith('flotilla/prep/') || !branch.includes('/') || branch.startsWith('epic-')) return;
    const { tree } = model.git.get(commit);
    startRun(commit, tree, 'push', branch);
    startScan(commit, tree);
  };
  model.onPull = ({ snapshot }) => {
    const { head, headRef, baseRef } = snapshot.get();
    const base = model.tip(baseRef);
    const merged = base === null ? null : model.git.merge(base, head);
    // Nothing runs for a pull request that conflicts.
    if (base === null || merged === null || !random.chance(0.5)) return;
    const tried = model.git.commit({ tree: merged, parents: [base, head], message: 'test merge' });
    startRun(head, tried.tree, 'pull_request', headRef);
  };
}
