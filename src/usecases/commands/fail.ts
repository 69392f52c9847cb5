import type { FailCommand } from '../../core/commands/fail.ts';
import { givenUp } from '../../core/words/given-up.ts';
import type { Deps } from '../../ports.ts';
import { finishTask } from '../finish-task.ts';
import { releaseTask } from '../release-task.ts';
import { byHolder } from './by-holder.ts';
import { type Apply, type CommandContext } from './command-context.ts';

/** The holder gives the task up for good: it ends as failed, and maintainers are told why. */
export async function fail(_deps: Deps, context: CommandContext, { reason }: FailCommand): Promise<Apply> {
  const { project } = context;
  return byHolder(context, async (tx, task, { agentName: agent }) => {
    await releaseTask(tx, project, task, { how: 'released', actor: agent });
    await finishTask(tx, project, task.id, { how: 'given_up', actor: agent, reason });
    return { kind: 'done', reply: givenUp({ agent, reason }) };
  });
}
