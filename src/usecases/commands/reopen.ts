import { stateRefusal } from '../../core/words/state-refusal.ts';
import type { Deps } from '../../ports.ts';
import { showDependents } from '../finish-task.ts';
import { reopenTask } from '../reopen-task.ts';
import { showTask } from '../show-task.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';
import { knowTask } from './know-task.ts';
import { noTask } from './no-task.ts';
import { subjectTask } from './subject-task.ts';

/** Takes an ended task up again, and opens its issue: a closed one would end it anew. */
export async function reopen(deps: Deps, context: CommandContext): Promise<Apply> {
  await knowTask(deps, context);
  const { project, actor } = context;
  return async (tx) => {
    const task = await subjectTask(tx, context);
    if (!task) return noTask(context);
    if (!(await reopenTask(tx, project, task, actor.login)))
      return refused(stateRefusal, { kind: 'not_ended', status: task.status });
    const key = `reopen:${task.id}`;
    await tx.effects.want({ projectId: project.id, key, settleMs: 0, kind: 'reopen', issue: task.issue });
    // Also when it was opened this way before.
    await tx.effects.again(project.id, key);
    await showTask(tx, project, task.id);
    await showDependents(tx, project, task.issue, false);
    return { kind: 'done' };
  };
}
