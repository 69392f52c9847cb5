import { atLeast } from '../../core/model/actor.ts';
import { refusal } from '../../core/words/refusal.ts';
import type { Deps } from '../../ports.ts';
import { releaseTask } from '../release-task.ts';
import type { Apply, CommandContext } from './command-context.ts';
import { subjectTask } from './subject-task.ts';

/** Gives a task back: by its holder, or by a maintainer. */
export async function release(_deps: Deps, context: CommandContext): Promise<Apply> {
  return async (tx) => {
    const { project, actor } = context;
    const task = await subjectTask(tx, context);
    const holder = task && (await tx.assignments.active(task.id));
    if (!task || !holder) return { kind: 'refused', reply: refusal({ kind: 'not_held' }) };
    if (holder.accountId !== actor.id && !atLeast(actor.role, 'maintainer')) {
      return { kind: 'refused', reply: refusal({ kind: 'not_holder', holder: holder.agentName }) };
    }
    await releaseTask(tx, project, task, { how: 'released', actor: actor.login });
    return { kind: 'done' };
  };
}
