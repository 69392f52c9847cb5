import type { PriorityCommand } from '../../core/commands/priority.ts';
import type { Deps } from '../../ports.ts';
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
    return { kind: 'task.prioritised', detail: { from: task.priority, to: command.priority } };
  });
}
