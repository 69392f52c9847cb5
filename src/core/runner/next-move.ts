import type { BriefPull } from '../brief/brief-pull.ts';
import type { EjectReason } from '../model/lane.ts';
import type { TaskStatus } from '../model/task.ts';
import type { WorkNotes } from './work-notes.ts';

/** What Flotilla and the repository show of a task. */
export interface TaskSeen {
  readonly status: TaskStatus;
  /** This runner's agent holds it. */
  readonly mine: boolean;
  /** Its branch as the repository has it; null: not there yet. */
  readonly pushed: string | null;
  readonly pull: BriefPull | null;
}

/** How much is done for one task before it is given back. */
export interface Effort {
  /** How often the command may try it. */
  readonly rounds: number;
  /** How long its pull request may wait without anything happening, in milliseconds. */
  readonly patienceMs: number;
}

/** What a runner does next for a task. */
export type Move =
  /** Runs the command, in a round of its own. */
  | { readonly kind: 'run' }
  /** Begins another round; `because` is told to the command. */
  | { readonly kind: 'again'; readonly because: string }
  | { readonly kind: 'push'; readonly head: string }
  | { readonly kind: 'open_pull' }
  /** Asks for the lane. */
  | { readonly kind: 'enqueue'; readonly head: string }
  | { readonly kind: 'wait' }
  /** Gives the task back. */
  | { readonly kind: 'give_up'; readonly why: string }
  /** There is nothing left to do. */
  | { readonly kind: 'end'; readonly how: 'landed' | 'lost' };

/**
 * One step of a task, from what is seen and noted alone, so that whoever comes after a crash takes the same one.
 * `stillMs`: for how long nothing has moved.
 */
export function nextMove(seen: TaskSeen, notes: WorkNotes, effort: Effort, stillMs: number): Move {
  const move = atOnce(seen, notes, effort.rounds);
  if (move.kind !== 'wait' || stillMs <= effort.patienceMs) return move;
  return {
    kind: 'give_up',
    why: `nothing moved for too long: ${seen.pull?.title ?? 'its pull request was not seen'}`,
  };
}

function atOnce(seen: TaskSeen, notes: WorkNotes, rounds: number): Move {
  if (seen.status === 'done' || seen.pull?.standing === 'landed') return { kind: 'end', how: 'landed' };
  if (!seen.mine) return { kind: 'end', how: 'lost' };
  const { phase } = notes;
  if (phase.kind === 'to_run') return { kind: 'run' };
  if (phase.kind === 'failed') return another(notes, rounds, phase.why);
  if (seen.pushed !== phase.head) return { kind: 'push', head: phase.head };
  if (seen.pull === null) return { kind: 'open_pull' };
  return afterPull(seen.pull, { ...notes, head: phase.head }, rounds);
}

function afterPull(pull: BriefPull, notes: WorkNotes & { readonly head: string }, rounds: number): Move {
  if (pull.standing === 'closed')
    return { kind: 'give_up', why: `somebody closed its pull request #${pull.number}` };
  // What was pushed is not heard of yet; what is said of an older head says nothing.
  if (pull.head !== notes.head) return { kind: 'wait' };
  switch (pull.standing) {
    case 'failed':
      return another(notes, rounds, said(pull));
    case 'ejected':
      return pull.reason !== null && MENDABLE.has(pull.reason)
        ? another(notes, rounds, said(pull))
        : { kind: 'give_up', why: `#${pull.number} is out of the queue: ${pull.title}` };
    case 'ready':
      return notes.asked === notes.head ? { kind: 'wait' } : { kind: 'enqueue', head: notes.head };
    // Others may still do what it needs.
    case 'blocked':
    case 'waiting':
    case 'in_lane':
    case 'landed':
      return { kind: 'wait' };
  }
}

/** What another commit can mend. */
const MENDABLE: ReadonlySet<EjectReason> = new Set([
  'conflict',
  'gate_failed',
  'gate_timeout',
  'changes_requested',
  'protected_paths',
]);

function another({ round }: WorkNotes, rounds: number, because: string): Move {
  if (round < rounds) return { kind: 'again', because };
  const [why = ''] = because.split('\n');
  return { kind: 'give_up', why: `${round === 1 ? 'one round' : `${round} rounds`} did not do it. ${why}` };
}

function said({ title, words }: BriefPull): string {
  return `${title}\n\n${words}`;
}
