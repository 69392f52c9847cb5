import { nextMove, type Move } from '../../core/runner/next-move.ts';
import { FIRST_ROUND, type WorkNotes } from '../../core/runner/work-notes.ts';
import { Away, type BoardTask, type RunnerDeps, type RunnerSettings, type TaskEnd } from '../../ports.ts';
import { makeMove } from './make-move.ts';

/** What whoever carries a task is told meanwhile. */
export interface TaskSignals {
  /** The runner ends. */
  readonly stop: AbortSignal;
  /** The agent seems to hold the task no longer. */
  readonly lost: AbortSignal;
}

/**
 * Takes a task that the agent holds to its end: a step at a time, each decided from what is seen and noted, and noted
 * before anything that could not be seen later.
 */
export async function carryTask(
  deps: RunnerDeps,
  settings: RunnerSettings,
  issue: number,
  signals: TaskSignals,
): Promise<TaskEnd> {
  let movedAt = deps.now();
  let trouble = '';
  while (!signals.stop.aborted) {
    try {
      const { move, task, noted } = await decide(deps, settings, issue, deps.now() - movedAt);
      if (move.kind !== 'wait') movedAt = deps.now();
      // It does hold it, perhaps anew: whoever asks what it holds begins again.
      if (signals.lost.aborted && move.kind !== 'end') return 'kept';
      const end = await makeMove({ deps, settings, issue, task, noted, signals }, move);
      if (end !== null) return await finish(deps, issue, end);
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      if (error.message !== trouble) deps.tell(issue, (trouble = error.message));
      await deps.pause(settings.lookMs, signals.stop);
    }
  }
  return end(deps, settings, issue);
}

async function decide(
  deps: RunnerDeps,
  settings: RunnerSettings,
  issue: number,
  stillMs: number,
): Promise<{ readonly move: Move; readonly task: BoardTask | null; readonly noted: WorkNotes }> {
  const noted = (await deps.notes.read(issue)) ?? FIRST_ROUND;
  const task = await deps.board.look(issue);
  if (task === null) return { move: { kind: 'end', how: 'lost' }, task, noted };
  const pushed = task.branch === null ? null : await deps.trees.tip(task.branch);
  return { move: nextMove({ ...task, pushed }, noted, settings, stillMs), task, noted };
}

/** The runner ends: work that nobody can see yet is given back, unless the next start is to go on with it. */
async function end(deps: RunnerDeps, { keep }: RunnerSettings, issue: number): Promise<TaskEnd> {
  const task = keep ? null : await deps.board.look(issue).catch(ignoreAway);
  if (!task?.mine || task.pull !== null) return 'kept';
  const given = await deps.board.release(issue).catch(ignoreAway);
  if (!given?.ok) return 'kept';
  deps.tell(issue, 'given back');
  return finish(deps, issue, 'stopped');
}

function ignoreAway(error: unknown): null {
  if (error instanceof Away) return null;
  throw error;
}

async function finish<End extends TaskEnd>(deps: RunnerDeps, issue: number, how: End): Promise<End> {
  await deps.trees.remove(issue);
  await deps.notes.remove(issue);
  return how;
}
