import type { Outcome } from '../../core/commands/outcome.ts';
import type { Assignment, Task } from '../../core/model/task.ts';
import { givenReply } from '../../core/words/given-reply.ts';
import type { Tx } from '../../ports.ts';
import type { CommandContext } from './command-context.ts';

/** The outcome of giving a task to somebody: the new holder is told, unless it held the task before. */
export async function given(
  tx: Tx,
  { actor }: CommandContext,
  task: Task,
  hold: { readonly before: Assignment | null; readonly now: Assignment },
): Promise<Outcome> {
  const { before, now } = hold;
  if (before?.agentId === now.agentId) return { kind: 'done' };
  const { epic, pull } = await tx.tasks.card(task.id);
  return {
    kind: 'done',
    reply: givenReply({
      issue: task.issue,
      title: task.title,
      agent: now.agentName,
      by: actor.login,
      base: epic?.branch ?? '',
      until: now.expiresAt,
      before: before?.agentName ?? null,
      pull: pull?.state === 'open' ? pull.number : null,
    }),
  };
}
