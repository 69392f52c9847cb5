import { holdRefusal } from '../../core/words/hold-refusal.ts';
import { refusal } from '../../core/words/refusal.ts';
import type { Deps } from '../../ports.ts';
import { releaseTask } from '../release-task.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';
import { heldTask } from './held-task.ts';
import { subjectTask } from './subject-task.ts';

/** Gives a task back: by its holder, or by a maintainer. */
export async function release(_deps: Deps, context: CommandContext): Promise<Apply> {
  return async (tx) => {
    const task = await subjectTask(tx, context);
    if (!task) return refused(refusal, { kind: 'not_held' });
    const held = await heldTask(tx, context, task, 'holder or maintainer');
    if (!held.ok && held.error.kind !== 'nobody_holds') return refused(holdRefusal, held.error);
    if (!held.ok || !held.value.holder) return refused(refusal, { kind: 'not_held' });
    await releaseTask(tx, context.project, task, { how: 'released', actor: context.actor.login });
    return { kind: 'done' };
  };
}
