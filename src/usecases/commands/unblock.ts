import type { Task } from '../../core/model/task.ts';
import { nextStatus } from '../../core/task-transition.ts';
import { stateRefusal } from '../../core/words/state-refusal.ts';
import type { Deps, Tx } from '../../ports.ts';
import { showTask } from '../show-task.ts';
import { byHolderOrMaintainer } from './by-holder-or-maintainer.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';

/** The block is gone: the task is where its holder and its pull request put it. */
export async function unblock(_deps: Deps, context: CommandContext): Promise<Apply> {
  const { project, actor } = context;
  return byHolderOrMaintainer(context, async (tx, task, holder) => {
    const reviewed = await inReview(tx, task, holder?.accountId ?? null);
    const status = nextStatus(task.status, { kind: 'unblocked', held: holder !== null, reviewed });
    if (!status) return refused(stateRefusal, { kind: 'not_blocked', status: task.status });
    await tx.tasks.setStatus(task.id, status);
    await tx.activity({
      projectId: project.id,
      taskId: task.id,
      kind: 'task.unblocked',
      actor: actor.login,
      detail: { reason: task.blockedReason, status },
    });
    await showTask(tx, project, task.id);
    return { kind: 'done' };
  });
}

/** Its holder's pull request is open for review. */
async function inReview(tx: Tx, task: Task, holder: number | null): Promise<boolean> {
  const pull = await tx.pulls.latestOfTask(task.id);
  return pull?.state === 'open' && !pull.draft && pull.author.id === holder;
}
