import type { GateVerdict } from './gate-verdict.ts';
import { matchesName } from './glob.ts';
import type { CommitChecks, WorkflowRun } from './model/check.ts';
import type { AppGate, GateConfig, WorkflowGate } from './model/repository-config.ts';

/**
 * What proves a gate: for a candidate, only the push runs on its own branch; for a head that is to be landed as it is,
 * only its push runs; for a head that asks to enter, push or pull request runs. Runs of the same commit on other
 * branches never count: what a workflow does may depend on the branch.
 */
export interface Proof {
  readonly kind: 'candidate' | 'landable_head' | 'entering_head';
  readonly branch: string;
}

/** One verdict per configured gate, on exactly `checks.sha`. */
export function judgeGates(
  gates: readonly GateConfig[],
  checks: CommitChecks,
  proof: Proof,
): readonly GateVerdict[] {
  return gates.map((gate) =>
    gate.kind === 'workflow' ? judgeWorkflow(gate, checks, proof) : judgeApp(gate, checks),
  );
}

/** All verdicts as one. No gate at all is never a pass. */
export function overall(verdicts: readonly GateVerdict[]): GateVerdict['state'] {
  if (verdicts.some((verdict) => verdict.state === 'failed')) return 'failed';
  return verdicts.length > 0 && verdicts.every((verdict) => verdict.state === 'passed')
    ? 'passed'
    : 'waiting';
}

function judgeWorkflow(gate: WorkflowGate, checks: CommitChecks, proof: Proof): GateVerdict {
  const runs = newestPerEvent(checks.runs.filter((run) => counts(run, gate, checks, proof)));
  const verdicts = runs.map((run) => judgeRun(gate, run));
  const best =
    verdicts.find((verdict) => verdict.state === 'passed') ??
    verdicts.find((verdict) => verdict.state === 'waiting') ??
    verdicts[0];
  return best ?? { gate: gate.name, state: 'waiting', why: `no run of ${gate.workflow} yet`, url: null };
}

function counts(run: WorkflowRun, gate: WorkflowGate, checks: CommitChecks, proof: Proof): boolean {
  if (run.workflow !== gate.workflow || run.sha !== checks.sha || run.branch !== proof.branch) return false;
  return run.event === 'push' || (proof.kind === 'entering_head' && run.event === 'pull_request');
}

/** A workflow can run again for the same event (a ref made anew): only the newest speaks. */
function newestPerEvent(runs: readonly WorkflowRun[]): readonly WorkflowRun[] {
  const newest = new Map<string, WorkflowRun>();
  for (const run of runs) {
    const known = newest.get(run.event);
    if (!known || run.id > known.id) newest.set(run.event, run);
  }
  // Push runs test this very tree; pull request runs test a merge of it.
  return [...newest.values()].sort((a, b) => Number(b.event === 'push') - Number(a.event === 'push'));
}

function judgeRun(gate: WorkflowGate, run: WorkflowRun): GateVerdict {
  // While a run is under way a matrix may still add jobs, so nothing it has shown so far is a pass.
  if (!run.completed)
    return { gate: gate.name, state: 'waiting', why: `${gate.workflow} is running`, url: run.url };
  const jobs = run.jobs.filter((job) => matchesName(gate.job, job.name));
  if (jobs.length === 0) {
    return { gate: gate.name, state: 'failed', why: `${gate.workflow} has no job ${gate.job}`, url: run.url };
  }
  const bad = jobs.find((job) => !job.completed || !passes(job.conclusion, gate));
  if (bad) {
    return {
      gate: gate.name,
      state: 'failed',
      why: `${bad.name}: ${bad.conclusion ?? 'not completed'}`,
      url: bad.url,
    };
  }
  return {
    gate: gate.name,
    state: 'passed',
    why: jobs.length === 1 ? 'passed' : `${jobs.length} jobs passed`,
    url: run.url,
  };
}

function judgeApp(gate: AppGate, checks: CommitChecks): GateVerdict {
  const newest = checks.checks
    .filter((check) => check.app === gate.app && check.name === gate.check && check.sha === checks.sha)
    .reduce<CommitChecks['checks'][number] | null>(
      (best, check) => (best && best.id > check.id ? best : check),
      null,
    );
  if (!newest)
    return {
      gate: gate.name,
      state: 'waiting',
      why: `no check "${gate.check}" by ${gate.app} yet`,
      url: null,
    };
  if (!newest.completed) return { gate: gate.name, state: 'waiting', why: 'running', url: newest.url };
  const passed = passes(newest.conclusion, gate);
  return {
    gate: gate.name,
    state: passed ? 'passed' : 'failed',
    why: newest.conclusion ?? 'no conclusion',
    url: newest.url,
  };
}

/**
 * Only success is a pass; neutral, cancelled, timed out, stale and the rest are not, and skipped only where a gate
 * says so.
 */
function passes(conclusion: string | null, gate: GateConfig): boolean {
  return conclusion === 'success' || (conclusion === 'skipped' && gate.skipped === 'pass');
}
