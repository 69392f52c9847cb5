import { assertNever } from '../../core/assert-never.ts';
import type { Move } from '../../core/runner/next-move.ts';
import type { WorkNotes } from '../../core/runner/work-notes.ts';
import type { BoardTask, RunnerDeps, RunnerSettings, TaskEnd } from '../../ports.ts';
import type { TaskSignals } from './carry-task.ts';
import { runRound } from './run-round.ts';

/** How a move ended its task; null: there is more to do. */
export type MoveEnd = TaskEnd | null;

export interface MoveContext {
  readonly deps: RunnerDeps;
  readonly settings: RunnerSettings;
  readonly issue: number;
  readonly task: BoardTask | null;
  readonly noted: WorkNotes;
  readonly signals: TaskSignals;
}

/** Where a refusal may not last, it is asked again after so many looks. */
const LOOKS_AFTER_REFUSAL = 6;

export async function makeMove(context: MoveContext, move: Move): Promise<MoveEnd> {
  const { deps, settings, issue, noted, signals } = context;
  switch (move.kind) {
    case 'end':
      deps.tell(issue, move.how === 'landed' ? 'landed' : 'is not ours any more');
      return move.how;
    case 'wait':
      await deps.pause(settings.lookMs, AbortSignal.any([signals.stop, signals.lost]));
      return null;
    case 'run':
      await runRound(context);
      return null;
    case 'again': {
      deps.tell(issue, `round ${noted.round + 1}: ${firstLine(move.because)}`);
      const start = noted.phase.kind === 'made' ? noted.phase.head : noted.start;
      const phase = { kind: 'to_run' } as const;
      const round = noted.round + 1;
      await deps.notes.write(issue, { ...noted, round, phase, start, because: move.because });
      return null;
    }
    case 'push':
      return push(context, move.head);
    case 'open_pull':
      return openPull(context);
    case 'enqueue':
      return enqueue(context, move.head);
    case 'give_up':
      return giveUp(context, move.why);
    default:
      return assertNever(move);
  }
}

async function push(context: MoveContext, head: string): Promise<MoveEnd> {
  const { deps, issue, task } = context;
  const pushed = await deps.trees.push(head, task?.branch ?? '');
  if (!pushed.ok) return giveUp(context, `git would not push to ${task?.branch}: ${pushed.error}`);
  deps.tell(issue, `pushed ${head.slice(0, 7)} to ${task?.branch}`);
  return null;
}

async function openPull(context: MoveContext): Promise<MoveEnd> {
  const { deps, issue, task, settings, signals } = context;
  if (task?.branch == null || task.base === null) return giveUp(context, 'its epic is gone');
  const { branch: head, base, title } = task;
  const pull = await deps.forge.openPull({ head, base, title, body: `Task: #${issue}` });
  if (!pull.ok) return giveUp(context, `GitHub opens no pull request: ${pull.error}`);
  deps.tell(issue, `pull request #${pull.value}`);
  // Flotilla hears of it from GitHub.
  await deps.pause(settings.lookMs, signals.stop);
  return null;
}

async function enqueue(
  { deps, issue, settings, noted, signals }: MoveContext,
  head: string,
): Promise<MoveEnd> {
  const entered = await deps.board.enqueue(issue, head);
  if (entered.ok) await deps.notes.write(issue, { ...noted, asked: head });
  else {
    deps.tell(issue, entered.error);
    await deps.pause(settings.lookMs * LOOKS_AFTER_REFUSAL, AbortSignal.any([signals.stop, signals.lost]));
  }
  return null;
}

/** Gives the task back, with what there is as evidence. */
async function giveUp({ deps, issue, task, settings, signals }: MoveContext, why: string): Promise<MoveEnd> {
  const tip = task?.branch == null ? null : await deps.trees.tip(task.branch);
  if (tip !== null) await deps.board.prove(issue, tip, `Given up: ${firstLine(why)}`.slice(0, 500));
  const given = await deps.board.release(issue);
  if (given.ok) {
    deps.tell(issue, `given back: ${why}`);
    return 'given_up';
  }
  deps.tell(issue, given.error);
  await deps.pause(settings.lookMs * LOOKS_AFTER_REFUSAL, AbortSignal.any([signals.stop, signals.lost]));
  return null;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
