import type { GateVerdict } from '../gate-verdict.ts';
import type { CheckOutput } from '../model/effect.ts';
import type { PullView } from '../model/pull-view.ts';
import type { PreflightProblem } from '../preflight-problem.ts';
import { capBody } from './cap-body.ts';
import { drainingWords, entryWords, pausedWords } from './entry-words.ts';
import { REASONS } from './ejection-reply.ts';
import { gateTable } from './gate-table.ts';
import { problemWords } from './problem-words.ts';

/** The check run on a pull request's head: what its gates say, where it is in the queue, what it waits for. */
export function checkSummary(view: PullView): CheckOutput {
  const { pull } = view;
  const { problems, verdicts } = judgementOf(view);
  const { entry } = view;
  const sections = [
    ...(entry ? [entryWords(entry)] : []),
    ...(view.lanePaused && (!entry || isLive(view)) ? [pausedWords(view.lanePaused)] : []),
    ...(view.laneDraining && entersNot(view) ? [drainingWords(view.laneDraining)] : []),
    problemList(problems),
    gates(problems, verdicts),
    nextStep(view),
  ];
  return {
    name: 'Flotilla',
    sha: entry?.head ?? pull.head,
    ...standing(view),
    title: title(view),
    summary: capBody(sections.filter(Boolean).join('\n\n')),
    actions: actions(view),
  };
}

function problemList(problems: readonly PreflightProblem[]): string {
  return problems
    .map(problemWords)
    .map(({ short, why, next }) => `- **${short}.** ${why} ${next}`)
    .join('\n');
}

function gates(problems: readonly PreflightProblem[], verdicts: readonly GateVerdict[]): string {
  if (verdicts.length > 0) return gateTable(verdicts);
  return problems.length > 0 ? '' : 'No gate has been looked at yet.';
}

/** A judgement of another head says nothing about this one. */
function judgementOf({
  pull,
}: PullView): Pick<NonNullable<PullView['pull']['judgement']>, 'problems' | 'verdicts'> {
  return pull.judgement?.head === pull.head ? pull.judgement : { problems: [], verdicts: [] };
}

/** What is in its lane already is no business of a lane that drains. */
function entersNot({ entry, pull }: PullView): boolean {
  return pull.state === 'open' && (entry === null || entry.state === 'waiting');
}

function isLive({ entry }: PullView): boolean {
  return entry !== null && entry.state !== 'landed' && entry.state !== 'ejected';
}

/** What the author has to mend is a conclusion; what goes on by itself is not. */
function standing(view: PullView): Pick<CheckOutput, 'status' | 'conclusion'> {
  const { entry, pull } = view;
  const { problems, verdicts } = judgementOf(view);
  if (entry?.state === 'landed' || (pull.state === 'merged' && !isLive(view))) return completed('success');
  if (entry?.state === 'waiting' || entry?.state === 'queued')
    return open(problems) ?? { status: 'queued', conclusion: null };
  if (isLive(view)) return { status: 'in_progress', conclusion: null };
  if (entry?.state === 'ejected')
    return completed(entry.reason === 'dequeued' || entry.reason === 'closed' ? 'neutral' : 'failure');
  if (pull.state === 'closed') return completed('neutral');
  const blocked = open(problems);
  if (blocked) return blocked;
  if (verdicts.some((verdict) => verdict.state === 'failed')) return completed('failure');
  if (verdicts.every((verdict) => verdict.state === 'passed') && verdicts.length > 0)
    return completed('neutral');
  return { status: 'in_progress', conclusion: null };
}

/** Nothing to mend: it waits, or is none of the queue's business. A pull request for another branch is not at fault. */
const PATIENT: ReadonlySet<PreflightProblem['kind']> = new Set([
  'waits',
  'draft',
  'held',
  'not_a_lane',
  'no_config',
]);

/** Problems that somebody has to solve ask for action; others do not. */
function open(problems: readonly PreflightProblem[]): Pick<CheckOutput, 'status' | 'conclusion'> | null {
  if (problems.length === 0) return null;
  const patience = problems.every((problem) => PATIENT.has(problem.kind));
  return completed(patience ? 'neutral' : 'action_required');
}

function completed(
  conclusion: NonNullable<CheckOutput['conclusion']>,
): Pick<CheckOutput, 'status' | 'conclusion'> {
  return { status: 'completed', conclusion };
}

function title(view: PullView): string {
  const { entry } = view;
  const { problems, verdicts } = judgementOf(view);
  const first = problems[0];
  const more = problems.length > 1 ? ` and ${problems.length - 1} more` : '';
  if (entry?.state === 'landed') return `Landed on ${entry.laneBranch}`;
  if (entry && isLive(view) && entry.state !== 'waiting') return liveTitle(entry, view.lanePaused !== null);
  if (entry?.state === 'ejected')
    return `Out of the queue: ${entry.reason ? REASONS[entry.reason] : 'ended'}`;
  if (first) return `${problemWords(first).short}${more}`;
  const failed = verdicts.filter((verdict) => verdict.state === 'failed');
  if (failed.length > 0) return `Failed: ${failed.map((verdict) => verdict.gate).join(', ')}`.slice(0, 120);
  const waiting = verdicts.filter((verdict) => verdict.state === 'waiting');
  if (waiting.length > 0)
    return `Waiting for ${waiting.map((verdict) => verdict.gate).join(', ')}`.slice(0, 120);
  return verdicts.length > 0 ? 'Ready for the merge queue' : 'Looking at the gates';
}

function liveTitle(entry: NonNullable<PullView['entry']>, paused: boolean): string {
  if (entry.held) return 'Held by a maintainer';
  const suffix = paused ? ' (the queue is paused)' : '';
  if (entry.state === 'queued')
    return `In the queue${entry.place === null ? '' : `, place ${entry.place}`}${suffix}`;
  if (entry.state === 'landing') return `Landing on ${entry.laneBranch}${suffix}`;
  return `${entry.state === 'testing' ? 'Testing' : 'Building'} the merge into ${entry.laneBranch}${suffix}`;
}

function nextStep(view: PullView): string {
  const { entry, pull } = view;
  const { problems, verdicts } = judgementOf(view);
  if (entry?.state === 'ejected')
    return 'Next: mend it and push, or press Retry (`/retry`) to test this head once more.';
  if (entry?.state === 'landed' || pull.state !== 'open' || problems.length > 0) return '';
  if (entry && entry.state !== 'waiting') return '';
  if (verdicts.some((verdict) => verdict.state === 'failed')) return 'Next: mend what failed and push.';
  return !entry && verdicts.length > 0 && verdicts.every((verdict) => verdict.state === 'passed')
    ? 'Next: press Queue (`/merge`) to have it landed.'
    : '';
}

/** Asking would be refused. */
const NO_LANE: ReadonlySet<PreflightProblem['kind']> = new Set(['not_a_lane', 'no_config', 'no_gates']);

/** GitHub allows three, with labels and identifiers of at most 20 and descriptions of at most 40 characters. */
function actions(view: PullView): CheckOutput['actions'] {
  if (view.pull.state !== 'open' || view.entry?.state === 'landed') return [];
  if (isLive(view))
    return [{ label: 'Dequeue', description: 'Take it out of the merge queue', identifier: 'dequeue' }];
  if (view.entry?.state === 'ejected')
    return [{ label: 'Retry', description: 'Test this head once more', identifier: 'retry' }];
  if (judgementOf(view).problems.some(({ kind }) => NO_LANE.has(kind))) return [];
  return [{ label: 'Queue', description: 'Enter the merge queue with this head', identifier: 'queue' }];
}
