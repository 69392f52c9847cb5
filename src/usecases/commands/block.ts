import type { BlockCommand } from '../../core/commands/block.ts';
import { nextStatus } from '../../core/task-transition.ts';
import { holdRefusal } from '../../core/words/hold-refusal.ts';
import { stateRefusal } from '../../core/words/state-refusal.ts';
import type { Deps } from '../../ports.ts';
import { showTask } from '../show-task.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';
import { heldTask } from './held-task.ts';
import { knowTask } from './know-task.ts';
import { noTask } from './no-task.ts';
import { subjectTask } from './subject-task.ts';

/** Nobody can work on the task, for a reason that everybody reads. A new reason takes the place of the old one. */
export async function block(deps: Deps, context: CommandContext, { reason }: BlockCommand): Promise<Apply> {
  await knowTask(deps, context);
  const { project, actor } = context;
  return async (tx) => {
    const task = await subjectTask(tx, context);
    if (!task) return noTask(context);
    if (task.status === 'done' || task.status === 'failed')
      return refused(stateRefusal, { kind: 'ended', status: task.status });
    const held = await heldTask(tx, context, task, 'holder or maintainer');
    if (!held.ok) return refused(holdRefusal, held.error);
    await tx.tasks.setStatus(task.id, nextStatus(task.status, { kind: 'blocked' }) ?? task.status, reason);
    await tx.activity({
      projectId: project.id,
      taskId: task.id,
      kind: 'task.blocked',
      actor: actor.login,
      detail: { reason },
    });
    await showTask(tx, project, task.id);
    return { kind: 'done' };
  };
}
