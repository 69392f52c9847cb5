import type { Activity } from '../../core/model/activity.ts';
import type { Task } from '../../core/model/task.ts';
import type { Deps, Tx } from '../../ports.ts';
import { showTask } from '../show-task.ts';
import type { Apply, CommandContext } from './command-context.ts';
import { knowTask } from './know-task.ts';
import { noTask } from './no-task.ts';
import { subjectTask } from './subject-task.ts';

/** A maintainer's word about a task's plan: `change` writes it and says what the log is to say. */
export async function planTask(
  deps: Deps,
  context: CommandContext,
  change: (tx: Tx, task: Task) => Promise<Pick<Activity, 'kind' | 'detail'>>,
): Promise<Apply> {
  await knowTask(deps, context);
  const { project, actor } = context;
  return async (tx) => {
    const task = await subjectTask(tx, context);
    if (!task) return noTask(context);
    const line = await change(tx, task);
    await tx.activity({ ...line, projectId: project.id, taskId: task.id, actor: actor.login });
    await showTask(tx, project, task.id);
    return { kind: 'done' };
  };
}
