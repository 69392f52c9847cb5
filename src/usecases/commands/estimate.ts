import type { EstimateCommand } from '../../core/commands/estimate.ts';
import { estimateLabel } from '../../core/labels.ts';
import type { Deps } from '../../ports.ts';
import { showSaying } from '../show-saying.ts';
import type { Apply, CommandContext } from './command-context.ts';
import { planTask } from './plan-task.ts';

/** How long the task should take: its weight in every percentage. */
export async function estimate(
  deps: Deps,
  context: CommandContext,
  { hours }: EstimateCommand,
): Promise<Apply> {
  return planTask(deps, context, async (tx, task) => {
    await tx.tasks.setEstimate(task.id, hours);
    await showSaying(tx, context.project, task, 'estimate', estimateLabel(hours));
    return { kind: 'task.estimated', detail: { from: task.estimateHours, to: hours } };
  });
}
