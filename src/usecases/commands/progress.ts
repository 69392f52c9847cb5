import type { ProgressCommand } from '../../core/commands/progress.ts';
import { holdRefusal } from '../../core/words/hold-refusal.ts';
import type { Deps } from '../../ports.ts';
import { showTask } from '../show-task.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';
import { heldTask } from './held-task.ts';
import { noTask } from './no-task.ts';
import { subjectTask } from './subject-task.ts';

/** The holder's own figure. It is shown beside what can be seen, and counts up to a cap only. */
export async function progress(
  _deps: Deps,
  context: CommandContext,
  { percent, note }: ProgressCommand,
): Promise<Apply> {
  const { project } = context;
  return async (tx) => {
    const task = await subjectTask(tx, context);
    if (!task) return refused(noTask(context));
    const held = await heldTask(tx, context, task, 'holder');
    if (!held.ok) return refused(holdRefusal(held.error));
    const { holder } = held.value;
    const fence = holder?.fence ?? 0;
    if (!holder || !(await tx.tasks.setClaimedPercent(task.id, percent, { fence, note })))
      return refused(holdRefusal({ kind: 'nobody_holds', maintainers: false }));
    await tx.activity({
      projectId: project.id,
      taskId: task.id,
      kind: 'task.progressed',
      actor: holder.agentName,
      detail: { from: task.claimedPercent, to: percent, note, fence },
    });
    await showTask(tx, project, task.id);
    return { kind: 'done' };
  };
}
