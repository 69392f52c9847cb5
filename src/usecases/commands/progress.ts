import type { ProgressCommand } from '../../core/commands/progress.ts';
import { holdRefusal } from '../../core/words/hold-refusal.ts';
import type { Deps } from '../../ports.ts';
import { showTask } from '../show-task.ts';
import { byHolder } from './by-holder.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';

/** The holder's own figure. It is shown beside what can be seen, and counts up to a cap only. */
export async function progress(
  _deps: Deps,
  context: CommandContext,
  { percent, note }: ProgressCommand,
): Promise<Apply> {
  const { project } = context;
  return byHolder(context, async (tx, task, { agentName, fence }) => {
    if (!(await tx.tasks.setClaimedPercent(task.id, percent, { fence, note })))
      return refused(holdRefusal, { kind: 'nobody_holds', maintainers: false });
    await tx.activity({
      projectId: project.id,
      taskId: task.id,
      kind: 'task.progressed',
      actor: agentName,
      detail: { from: task.claimedPercent, to: percent, note, fence },
    });
    await showTask(tx, project, task.id);
    return { kind: 'done' };
  });
}
