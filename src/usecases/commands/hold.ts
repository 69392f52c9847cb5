import { aboutPull, HOLD_LABEL } from '../../core/labels.ts';
import { refusal } from '../../core/words/refusal.ts';
import type { Deps } from '../../ports.ts';
import { setHold } from '../set-hold.ts';
import { showLetGo, showSaying } from '../show-saying.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';
import { knowTask } from './know-task.ts';
import { subjectTask } from './subject-task.ts';

/** Keeps a task's pull request out of the lane, and takes its candidate back if it has one. */
export async function hold(deps: Deps, context: CommandContext): Promise<Apply> {
  return holdOrLetGo(deps, context, true);
}

/** Lets it in again. */
export async function unhold(deps: Deps, context: CommandContext): Promise<Apply> {
  return holdOrLetGo(deps, context, false);
}

async function holdOrLetGo(deps: Deps, context: CommandContext, held: boolean): Promise<Apply> {
  await knowTask(deps, context);
  return async (tx) => {
    const task = await subjectTask(tx, context);
    if (!task) return refused(refusal, { kind: 'no_task' });
    await setHold(tx, context.project, task, held, context.actor.login);
    await showSaying(tx, context.project, task, 'hold', held ? HOLD_LABEL : null);
    const pull = held ? null : await tx.pulls.latestOfTask(task.id);
    if (pull && (await tx.tasks.isHeard(task.id, aboutPull(pull.number, HOLD_LABEL))))
      await showLetGo(tx, context.project, pull.number);
    return { kind: 'done' };
  };
}
