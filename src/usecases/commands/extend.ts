import type { ExtendCommand } from '../../core/commands/extend.ts';
import { extendLease } from '../../core/extend-lease.ts';
import { tooLong } from '../../core/words/too-long.ts';
import type { Deps } from '../../ports.ts';
import { showTask } from '../show-task.ts';
import { byHolder } from './by-holder.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';
import { noTask } from './no-task.ts';

/** More time for the holder, as far as a hold may reach. */
export async function extend(deps: Deps, context: CommandContext, { ms }: ExtendCommand): Promise<Apply> {
  const { project } = context;
  return byHolder(context, async (tx, task, holder) => {
    if (!project.config) return noTask(context);
    const more = extendLease({
      until: holder.expiresAt,
      now: deps.clock.now(),
      leaseMs: project.config.claims.leaseMs,
      ms,
    });
    if (!more.ok) return refused(tooLong, more.error);
    const extended = await tx.assignments.extend(task.id, holder.fence, more.value);
    await tx.activity({
      projectId: project.id,
      taskId: task.id,
      kind: 'task.extended',
      actor: holder.agentName,
      detail: { ms: more.value, until: extended?.expiresAt, fence: holder.fence },
    });
    await showTask(tx, project, task.id);
    return { kind: 'done' };
  });
}
