import type { PriorityCommand } from '../../core/commands/priority.ts';
import { priorityLabel } from '../../core/labels.ts';
import type { Deps } from '../../ports.ts';
import { showSaying } from '../show-saying.ts';
import type { Apply, CommandContext } from './command-context.ts';
import { planTask } from './plan-task.ts';

/** What goes first, in the lane as well. */
export async function priority(
  deps: Deps,
  context: CommandContext,
  command: PriorityCommand,
): Promise<Apply> {
  return planTask(deps, context, async (tx, task) => {
    await tx.tasks.setPriority(task.id, command.priority);
    await showSaying(tx, context.project, task, 'priority', priorityLabel(command.priority));
    return { kind: 'task.prioritised', detail: { from: task.priority, to: command.priority } };
  });
}
