import type { Outcome } from '../../core/commands/outcome.ts';
import type { Assignment, Task } from '../../core/model/task.ts';
import { holdRefusal } from '../../core/words/hold-refusal.ts';
import type { Tx } from '../../ports.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';
import { heldTask } from './held-task.ts';
import { noTask } from './no-task.ts';
import { subjectTask } from './subject-task.ts';

/** Changes the task that a command is about, locked, for whoever holds it; anybody else is told why not. */
export function byHolder(
  context: CommandContext,
  apply: (tx: Tx, task: Task, holder: Assignment) => Promise<Outcome>,
): Apply {
  return async (tx) => {
    const task = await subjectTask(tx, context);
    if (!task) return noTask(context);
    const held = await heldTask(tx, context, task, 'holder');
    if (!held.ok) return refused(holdRefusal, held.error);
    const { holder } = held.value;
    return holder
      ? apply(tx, task, holder)
      : refused(holdRefusal, { kind: 'nobody_holds', maintainers: false });
  };
}
