import type { Tx } from '../../ports.ts';
import type { CommandContext } from './command-context.ts';

/** More replies than this in one thread within an hour are a loop, not a conversation. */
const REPLIES_PER_HOUR = 10;

/** Comments in the thread of a command; in a loop it is only written down. `text`: the command that is answered. */
export async function speak(
  tx: Tx,
  { project, actor, thread }: CommandContext,
  text: string,
  comment: { readonly key: string; readonly body: string },
): Promise<void> {
  if ((await tx.effects.repliesInLastHour(project.id, thread)) >= REPLIES_PER_HOUR) {
    return tx.activity({
      projectId: project.id,
      kind: 'reply.withheld',
      actor: actor.login,
      detail: { issue: thread, line: text.slice(0, 200) },
    });
  }
  await tx.effects.want({ projectId: project.id, settleMs: 0, kind: 'comment', issue: thread, ...comment });
}
