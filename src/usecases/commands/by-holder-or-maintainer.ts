import type { Outcome } from '../../core/commands/outcome.ts';
import type { Assignment, Task } from '../../core/model/task.ts';
import { holdRefusal } from '../../core/words/hold-refusal.ts';
import type { Tx } from '../../ports.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';
import { heldTask } from './held-task.ts';
import { noTask } from './no-task.ts';
import { subjectTask } from './subject-task.ts';

/** Changes the task that a command is about, locked, for whoever holds it or maintains; anybody else is told why not. */
export function byHolderOrMaintainer(
  context: CommandContext,
  apply: (tx: Tx, task: Task, holder: Assignment | null) => Promise<Outcome>,
): Apply {
  return async (tx) => {
    const task = await subjectTask(tx, context);
    if (!task) return noTask(context);
    const held = await heldTask(tx, context, task, 'holder or maintainer');
    return held.ok ? apply(tx, task, held.value.holder) : refused(holdRefusal, held.error);
  };
}
