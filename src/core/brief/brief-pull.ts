import { overall } from '../judge-gates.ts';
import type { EjectReason } from '../model/lane.ts';
import type { PullView } from '../model/pull-view.ts';
import type { PreflightProblem } from '../preflight-problem.ts';
import { checkSummary } from '../words/check-summary.ts';

/**
 * How the newest head of a task's pull request stands. `failed`: its author has to change something. `blocked`: somebody
 * else has to do something. `ready`: it may enter its lane. `waiting`: it goes on by itself.
 */
export const PULL_STANDINGS = [
  'waiting',
  'ready',
  'failed',
  'blocked',
  'in_lane',
  'ejected',
  'landed',
  'closed',
] as const;
export type PullStanding = (typeof PULL_STANDINGS)[number];

/** The pull request of a task, as its agent has to know it. */
export interface BriefPull {
  readonly number: number;
  readonly head: string;
  readonly standing: PullStanding;
  /** Why it was taken out of its lane. */
  readonly reason: EjectReason | null;
  /** What its `Flotilla` check says, in Markdown. */
  readonly title: string;
  readonly words: string;
}

export function briefPull(view: PullView): BriefPull {
  const { pull, entry } = view;
  const { title, summary: words } = checkSummary(view);
  const reason = entry?.state === 'ejected' ? entry.reason : null;
  return { number: pull.number, head: pull.head, standing: standingOf(view), reason, title, words };
}

function standingOf({ pull, entry }: PullView): PullStanding {
  if (entry?.state === 'landed' || pull.state === 'merged') return 'landed';
  if (pull.state === 'closed') return 'closed';
  if (entry?.state === 'ejected') return 'ejected';
  if (entry !== null && entry.state !== 'waiting') return 'in_lane';
  // A judgement of another head says nothing of this one.
  const { problems, verdicts } =
    pull.judgement?.head === pull.head ? pull.judgement : { problems: [], verdicts: [] };
  const who = problems.map(({ kind }) => WHOSE[kind]);
  const gates = overall(verdicts);
  if (who.includes('author') || gates === 'failed') return 'failed';
  if (who.includes('others')) return 'blocked';
  return gates === 'passed' && problems.length === 0 ? 'ready' : 'waiting';
}

/** Who can mend it; nobody needs to where time does. */
const WHOSE: Readonly<Record<PreflightProblem['kind'], 'author' | 'others' | 'nobody'>> = {
  protected: 'author',
  changes_requested: 'author',
  not_a_lane: 'others',
  no_task: 'others',
  not_holder: 'others',
  task_done: 'others',
  fork: 'others',
  other_live_pull: 'others',
  no_gates: 'others',
  no_config: 'others',
  waits: 'nobody',
  draft: 'nobody',
  held: 'nobody',
};
