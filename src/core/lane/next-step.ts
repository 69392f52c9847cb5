import { assertNever } from '../assert-never.ts';
import type { GateVerdict } from '../gate-verdict.ts';
import { overall } from '../judge-gates.ts';
import type { Sha } from '../model/ids.ts';
import type { Candidate, EjectReason, Entry } from '../model/lane.ts';
import type { PullFacts, SyncFacts, Tip } from '../model/pull.ts';
import type { PreflightProblem } from '../preflight-problem.ts';

/** One action of a lane. Every step looks at fresh facts and takes exactly one. */
export type LaneStep =
  | { readonly do: 'wait'; readonly ms: number; readonly why: string }
  | {
      readonly do: 'build';
      readonly base: Tip;
      readonly upToDate: boolean;
      readonly headTree: Sha;
      readonly headRef: string;
    }
  /** The same of a sync: `head` is what the other branch holds now; `took`: what was wanted, which is among it or gone. */
  | { readonly do: 'bring'; readonly base: Tip; readonly head: Tip; readonly took: Sha }
  | { readonly do: 'land' }
  /** The rules changed while it was tested: the same candidate is judged again, by the rules of this blob. */
  | { readonly do: 'rejudge'; readonly configBlob: Sha }
  /** The target is or contains the candidate: write it down. */
  | { readonly do: 'record'; readonly landed: Sha }
  | { readonly do: 'requeue'; readonly how: RequeueReason }
  | { readonly do: 'eject'; readonly reason: EjectReason; readonly detail: EjectDetail }
  /** `missed`: what GitHub took is not there. The entry stays as it is until somebody has looked. */
  | { readonly do: 'pause'; readonly reason: string; readonly missed: boolean };

/** Why a candidate is given up while its entry stays in the lane. */
export type RequeueReason = 'base_moved' | 'config_changed' | 'held' | 'retry' | 'interrupted';

/** What the reader of an ejection needs besides its reason. */
export interface EjectDetail {
  readonly problems?: readonly PreflightProblem[];
  readonly verdicts?: readonly GateVerdict[];
  readonly by?: string;
  readonly message?: string;
  /**
   * The commit that GitHub took and that the target does not show; whether the pull request counts as merged all the
   * same.
   */
  readonly missed?: { readonly sha: Sha; readonly merged: boolean };
}

/** How long a lane looks away when only time can help. Events wake it sooner. */
const POLL_MS = 60_000;
/** GitHub's replicas lag by up to 30 s; until then a landing that does not show is not yet a surprise. */
const LAG_MS = 30_000;

/** Before any gate is read: what the pull request (or the other branch), the target and our own refs say about `entry`. */
export type EntryFacts = PullLook | SyncLook;

export interface PullLook extends Look {
  readonly of: 'pull';
  /** A fresh read, with the pull request as the newest of what we know shows it; null: it is gone. */
  readonly facts: PullFacts | null;
  /** Whether it is for another branch than the lane's by now. */
  readonly retargeted: boolean;
  readonly problems: readonly PreflightProblem[];
  /** Whether the requester may still ask for it. */
  readonly permitted: boolean;
}

export interface SyncLook extends Look {
  readonly of: 'sync';
  /** A fresh read of both branches; null: none was needed. */
  readonly facts: SyncFacts | null;
  /** The commit that is wanted, and whether the other branch was seen to hold it. */
  readonly wants: { readonly sha: Sha; readonly there: boolean };
  /** Whether the configuration still asks for it. */
  readonly listed: boolean;
  /** Whether any gate is configured: without one, nothing lands. */
  readonly gated: boolean;
}

interface Look {
  /** Whether the lane is stopped: what is tested stays so, and nothing lands. */
  readonly paused: boolean;
  /** The target now, and whether it contains the candidate; only read while landing. */
  readonly target: (Tip & { readonly contains: boolean }) | null;
  /** Blob of the configuration in effect. */
  readonly configBlob: Sha | null;
  readonly now: Date;
}

/** The step of an entry that is queued: build it, or say why not. */
export function stepQueued(entry: Entry, known: EntryFacts): LaneStep {
  const obstacle = obstacleOf(entry, known);
  if (obstacle) return obstacle;
  if (known.of === 'sync') return stepBring(entry, known);
  const { target, upToDate, headTree, pull } = known.facts as PullFacts;
  return { do: 'build', base: target as Tip, upToDate, headTree, headRef: pull.headRef };
}

/** A build that another step left behind: whatever it made is revoked and made anew. */
export function stepInterrupted(): LaneStep {
  return { do: 'requeue', how: 'interrupted' };
}

/** The step of an entry under test, once something about it became suspect: does it still make sense to go on? */
export function stepSuspect(entry: Entry, known: EntryFacts): LaneStep | null {
  const obstacle = obstacleOf(entry, known);
  if (obstacle) return obstacle;
  const { target, candidate } = known.facts as PullFacts | SyncFacts;
  if (target?.sha !== entry.candidate?.base) return { do: 'requeue', how: 'base_moved' };
  if (candidate !== entry.candidate?.sha) return { do: 'requeue', how: 'interrupted' };
  return null;
}

/** The step of an entry under test: only its candidate's gates decide. `land` still has to pass `stepLanding`. */
export function stepTesting(
  entry: Entry,
  verdicts: readonly GateVerdict[],
  limits: { readonly timeoutMs: number; readonly retries: number; readonly now: Date },
): LaneStep {
  const state = overall(verdicts);
  const since = entry.testingSince ?? limits.now;
  const late = limits.now.getTime() - since.getTime() >= limits.timeoutMs;
  switch (state) {
    case 'passed':
      return { do: 'land' };
    case 'failed':
      return entry.retries < limits.retries
        ? { do: 'requeue', how: 'retry' }
        : { do: 'eject', reason: 'gate_failed', detail: { verdicts } };
    case 'waiting':
      if (!late) return { do: 'wait', ms: POLL_MS, why: 'gates' };
      return entry.retries < limits.retries
        ? { do: 'requeue', how: 'retry' }
        : { do: 'eject', reason: 'gate_timeout', detail: { verdicts } };
    default:
      return assertNever(state);
  }
}

/**
 * The step of an entry whose gates passed. An earlier try's answer may have been lost, so the target has been asked
 * first; only if the tested base still stands and the candidate ref still exists is the move tried (again).
 */
export function stepLanding(entry: Entry, known: EntryFacts): LaneStep {
  const candidate = entry.candidate;
  if (!candidate) return { do: 'requeue', how: 'interrupted' };
  if (known.target?.contains) return { do: 'record', landed: candidate.sha };
  const lagging = entry.landing !== null && known.now.getTime() - entry.landing.since.getTime() < LAG_MS;
  if (entry.landing && wasTaken(entry, candidate, known)) {
    if (lagging) return { do: 'wait', ms: 1_000, why: 'the target to show the landing' };
    if (known.paused) return { do: 'wait', ms: POLL_MS, why: 'somebody to look at the target' };
    return entry.landing.missed ? missedForGood(candidate.sha, known) : pauseForMissed(entry, candidate.sha);
  }
  const obstacle = obstacleOf(entry, known);
  if (obstacle) return obstacle;
  const { target, candidate: ref } = known.facts as PullFacts | SyncFacts;
  const consumed = ref !== candidate.sha;
  // A ref that is gone while the target stands still may be one replica ahead of the other: read on before rebuilding.
  if (consumed && target?.sha === candidate.base && lagging)
    return { do: 'wait', ms: 1_000, why: 'replicas to agree' };
  if (target?.sha !== candidate.base) return { do: 'requeue', how: 'base_moved' };
  if (consumed) return { do: 'requeue', how: 'interrupted' };
  if (known.configBlob !== candidate.configBlob) return otherRules(entry, known);
  return known.paused ? { do: 'wait', ms: POLL_MS, why: 'the lane to be resumed' } : { do: 'land' };
}

/**
 * Whether GitHub moved the target, though it does not show that. It said so; or its answer was lost, but the permission
 * to land is used up and the pull request counts as merged, which only our own landing can have done.
 */
function wasTaken({ landing, head }: Entry, { sha }: Candidate, known: EntryFacts): boolean {
  if (landing?.confirmed) return true;
  if (known.of === 'sync') return false;
  const { facts } = known;
  return (
    facts !== null && facts.candidate !== sha && facts.pull.state === 'merged' && facts.pull.head === head
  );
}

/** It was thrown away before anybody saw it, or GitHub lost it: a person has to look. */
function pauseForMissed({ pull, sync }: Entry, sha: Sha): LaneStep {
  const what = sync === null ? `#${pull}` : `the sync of ${sync.from}`;
  const reason = `GitHub took ${sha.slice(0, 12)} for ${what}, but the branch does not contain it. Either put it back first, or resume, and ${what} leaves the queue`;
  return { do: 'pause', reason, missed: true };
}

/**
 * Somebody has looked, and let the lane go on without it. It does not land anew by itself: an entry lands at most once,
 * and whoever threw it away may have meant it.
 */
function missedForGood(sha: Sha, known: EntryFacts): LaneStep {
  const merged = known.of === 'pull' && known.facts?.pull.state === 'merged';
  return eject('internal', { missed: { sha, merged } });
}

/** Nothing was tried yet: judge again what is there. After a try, whatever it was is taken back first. */
function otherRules(entry: Entry, { configBlob }: EntryFacts): LaneStep {
  return entry.landing === null && configBlob !== null
    ? { do: 'rejudge', configBlob }
    : { do: 'requeue', how: 'config_changed' };
}

/** Why the entry cannot go on, as the step that says so; null when nothing is in its way. */
function obstacleOf(entry: Entry, known: EntryFacts): LaneStep | null {
  if (entry.leaving) return eject('dequeued', { by: entry.leaving.by });
  return known.of === 'sync' ? syncObstacle(entry, known) : pullObstacle(entry, known);
}

/** What the other branch became meanwhile is no obstacle: what is tested lands, and another sync brings the rest. */
function syncObstacle(entry: Entry, { facts, listed, gated }: SyncLook): LaneStep | null {
  if (!facts?.source) return eject('closed', {});
  if (!listed) return eject('retargeted', {});
  if (!facts.target) return { do: 'pause', reason: 'target_missing', missed: false };
  if (!gated) return eject('gate_failed', { problems: [{ kind: 'no_gates' }] });
  return entry.held ? { do: 'requeue', how: 'held' } : null;
}

/**
 * What was just told of may not be shown yet: for a minute, a branch that lacks it is taken to be an old picture of it.
 * After that it is gone, and what is there is all there is: wanted for ever, it would be tried for ever.
 */
function stepBring(entry: Entry, { facts, wants, now }: SyncLook): LaneStep {
  const { source, target, contained } = facts as SyncFacts;
  if (!wants.there && now.getTime() - entry.queuedAt.getTime() < POLL_MS)
    return { do: 'wait', ms: 5_000, why: 'the other branch to show what is wanted' };
  if (contained) return eject('merged_elsewhere', {});
  return { do: 'bring', base: target as Tip, head: source as Tip, took: wants.sha };
}

function pullObstacle(entry: Entry, known: PullLook): LaneStep | null {
  const { facts, problems, permitted } = known;
  if (!facts) return eject('closed', {});
  const { pull } = facts;
  if (pull.state === 'merged') return eject('merged_elsewhere', {});
  if (pull.state === 'closed') return eject('closed', {});
  if (pull.head !== entry.head) return eject('head_changed', { message: pull.head });
  const laneless = problems.filter((problem) => problem.kind === 'not_a_lane');
  if (known.retargeted || laneless.length > 0)
    return eject('retargeted', { problems: laneless, message: pull.baseRef });
  if (!facts.target) return { do: 'pause', reason: 'target_missing', missed: false };
  if (!permitted) return eject('permission_lost', { by: entry.requester.login });
  if (entry.held || problems.some((problem) => problem.kind === 'held'))
    return { do: 'requeue', how: 'held' };
  const first = problems[0];
  return first ? eject(reasonFor(first), { problems }) : null;
}

function eject(reason: EjectReason, detail: EjectDetail): LaneStep {
  return { do: 'eject', reason, detail };
}

function reasonFor(problem: PreflightProblem): EjectReason {
  switch (problem.kind) {
    case 'draft':
      return 'draft';
    case 'changes_requested':
      return 'changes_requested';
    case 'protected':
      return 'protected_paths';
    case 'not_a_lane':
      return 'retargeted';
    case 'not_holder':
    case 'fork':
      return 'permission_lost';
    case 'no_gates':
    case 'no_config':
      return 'gate_failed';
    case 'no_task':
    case 'task_done':
    case 'waits':
    case 'held':
    case 'other_live_pull':
      return 'dequeued';
    default:
      return assertNever(problem);
  }
}
