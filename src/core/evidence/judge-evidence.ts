import { assertNever } from '../assert-never.ts';
import type { GateVerdict } from '../gate-verdict.ts';
import { overall } from '../judge-gates.ts';
import type { Evidence, EvidenceType } from '../model/evidence.ts';
import type { Sha } from '../model/ids.ts';
import { err, ok, type Result } from '../result.ts';

/** What GitHub says of the thing that somebody points at. */
export type EvidenceFacts =
  /** `branch`: the task's or its epic's branch that contains it; null: none does. `commit` null: there is none. */
  | {
      readonly kind: 'commit';
      readonly commit: Sha | null;
      readonly branch: string | null;
      /** Of the gates that leave this type of evidence. */
      readonly verdicts: readonly GateVerdict[];
      readonly deployments: readonly DeploymentFact[];
    }
  /** `task`: the issue of the task that the pull request belongs to; null: none. `own`: this one's. */
  | {
      readonly kind: 'pull';
      readonly number: number;
      readonly found: boolean;
      readonly task: number | null;
      readonly own: number;
    }
  | { readonly kind: 'run'; readonly run: RunFact | null; readonly branch: string | null }
  /** Deployments of the task's pull request that show this address. */
  | { readonly kind: 'deployed_page'; readonly deployments: readonly DeploymentFact[] }
  | { readonly kind: 'object'; readonly exists: boolean }
  /** An address that nobody of ours opens. */
  | { readonly kind: 'page' }
  /** This type is proved by something else. */
  | { readonly kind: 'wrong_kind' };

export interface RunFact {
  readonly name: string;
  readonly sha: Sha;
  readonly completed: boolean;
  readonly conclusion: string | null;
  /** The App that says so; null: GitHub's own record of a workflow run. */
  readonly app: string | null;
}

export interface DeploymentFact {
  readonly environment: string;
  readonly state: string;
  readonly url: string | null;
}

/** Why something is no evidence. */
export type EvidenceRefusal =
  | { readonly kind: 'wrong_kind'; readonly type: EvidenceType }
  | { readonly kind: 'not_there' }
  | { readonly kind: 'not_reachable'; readonly commit: string }
  | { readonly kind: 'other_task'; readonly pull: number; readonly task: number | null }
  | { readonly kind: 'not_finished'; readonly what: readonly string[] }
  | { readonly kind: 'failed'; readonly what: readonly string[] };

/** What is written down: how sure it is, under which name it is kept once, and what it says by itself. */
export type EvidenceVerdict = Pick<Evidence, 'grade' | 'summary'> & {
  /** Null: as it was written. */
  readonly ref: string | null;
};

/** What the server can confirm counts as verified, what is false is refused, and the rest is the agent's word. */
export function judgeEvidence(
  type: EvidenceType,
  facts: EvidenceFacts,
): Result<EvidenceVerdict, EvidenceRefusal> {
  switch (facts.kind) {
    case 'wrong_kind':
      return err({ kind: 'wrong_kind', type });
    case 'page':
      return ok({ grade: 'claimed', ref: null, summary: 'as its agent says' });
    case 'object':
      return facts.exists
        ? ok({ grade: 'verified', ref: null, summary: 'is there on GitHub' })
        : err({ kind: 'not_there' });
    case 'pull':
      return judgePull(facts);
    case 'run':
      return judgeRun(facts);
    case 'deployed_page':
      return facts.deployments.length === 0
        ? ok({ grade: 'claimed', ref: null, summary: 'as its agent says' })
        : judgeDeployments(facts.deployments, null);
    case 'commit':
      return judgeCommit(type, facts);
    default:
      return assertNever(facts);
  }
}

function judgePull(facts: Extract<EvidenceFacts, { kind: 'pull' }>): ReturnType<typeof judgeEvidence> {
  if (!facts.found) return err({ kind: 'not_there' });
  return facts.task !== facts.own
    ? err({ kind: 'other_task', pull: facts.number, task: facts.task })
    : ok({
        grade: 'verified',
        ref: `#${facts.number}`,
        summary: `Pull request #${facts.number} of this task`,
      });
}

/** A check as GitHub Actions may come from any branch's workflow; what another App says, it alone can say. */
function judgeRun(facts: Extract<EvidenceFacts, { kind: 'run' }>): ReturnType<typeof judgeEvidence> {
  const { run, branch } = facts;
  if (!run) return err({ kind: 'not_there' });
  if (branch === null) return err({ kind: 'not_reachable', commit: run.sha });
  if (!run.completed) return err({ kind: 'not_finished', what: [run.name] });
  if (run.conclusion !== 'success') return err({ kind: 'failed', what: [run.name] });
  const grade = run.app === 'github-actions' ? 'observed' : 'verified';
  return ok({ grade, ref: null, summary: `${run.name} passed on ${run.sha.slice(0, 12)}` });
}

function judgeCommit(
  type: EvidenceType,
  facts: Extract<EvidenceFacts, { kind: 'commit' }>,
): ReturnType<typeof judgeEvidence> {
  const { commit, branch, verdicts } = facts;
  if (commit === null) return err({ kind: 'not_there' });
  if (branch === null) return err({ kind: 'not_reachable', commit });
  const short = commit.slice(0, 12);
  if (type === 'deployment') return judgeDeployments(facts.deployments, commit);
  if (type !== 'test' && type !== 'build')
    return ok({ grade: 'verified', ref: commit, summary: `${short} on ${branch}` });
  if (verdicts.length === 0)
    return ok({ grade: 'claimed', ref: commit, summary: `on ${short}, as its agent says` });
  const names = (state: GateVerdict['state']) =>
    verdicts.filter((verdict) => verdict.state === state).map(({ gate }) => gate);
  switch (overall(verdicts)) {
    case 'passed':
      return ok({
        grade: 'verified',
        ref: commit,
        summary: `${names('passed').join(', ')} passed on ${short}`,
      });
    case 'failed':
      return err({ kind: 'failed', what: names('failed') });
    case 'waiting':
      return err({ kind: 'not_finished', what: names('waiting') });
  }
}

function judgeDeployments(
  deployments: readonly DeploymentFact[],
  ref: string | null,
): ReturnType<typeof judgeEvidence> {
  if (deployments.length === 0) return err({ kind: 'not_there' });
  const good = deployments.find(({ state }) => state === 'success');
  if (good) return ok({ grade: 'verified', ref, summary: `${good.environment}: success` });
  const what = deployments.map(({ environment, state }) => `${environment} (${state})`);
  const over = deployments.every(({ state }) => state === 'failure' || state === 'error');
  return err({ kind: over ? 'failed' : 'not_finished', what });
}
