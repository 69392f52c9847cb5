import type { FailCommand } from '../../core/commands/fail.ts';
import { givenUp } from '../../core/words/given-up.ts';
import { holdRefusal } from '../../core/words/hold-refusal.ts';
import type { Deps } from '../../ports.ts';
import { finishTask } from '../finish-task.ts';
import { releaseTask } from '../release-task.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';
import { heldTask } from './held-task.ts';
import { noTask } from './no-task.ts';
import { subjectTask } from './subject-task.ts';

/** The holder gives the task up for good: it ends as failed, and maintainers are told why. */
export async function fail(_deps: Deps, context: CommandContext, { reason }: FailCommand): Promise<Apply> {
  const { project } = context;
  return async (tx) => {
    const task = await subjectTask(tx, context);
    if (!task) return refused(noTask(context));
    const held = await heldTask(tx, context, task, 'holder');
    if (!held.ok) return refused(holdRefusal(held.error));
    const agent = held.value.holder?.agentName ?? '';
    await releaseTask(tx, project, task, { how: 'released', actor: agent });
    await finishTask(tx, project, task.id, { how: 'given_up', actor: agent, reason });
    return { kind: 'done', reply: givenUp({ agent, reason }) };
  };
}
