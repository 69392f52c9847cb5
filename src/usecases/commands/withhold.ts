import type { Tripped } from '../../core/breaker.ts';
import { breakerReply } from '../../core/words/breaker-reply.ts';
import type { Tx } from '../../ports.ts';
import type { CommandContext } from './command-context.ts';

const HOUR_MS = 3_600_000;

/**
 * A command that a breaker keeps from being heard: written down, and told once an hour. No reaction: bots wake each
 * other.
 */
export async function withhold(
  tx: Tx,
  { project, actor, thread }: CommandContext,
  tripped: Tripped,
  said: { readonly text: string; readonly now: Date },
): Promise<void> {
  await tx.activity({
    projectId: project.id,
    kind: 'command.withheld',
    actor: actor.login,
    detail: { issue: thread, breaker: tripped.kind, line: said.text.slice(0, 200) },
  });
  const hour = Math.floor(said.now.getTime() / HOUR_MS);
  const whose = tripped.kind === 'agent' ? actor.id : thread;
  await tx.effects.want({
    projectId: project.id,
    key: `breaker:${tripped.kind}:${whose}:${hour}`,
    settleMs: 0,
    kind: 'comment',
    issue: thread,
    body: breakerReply(actor, tripped),
  });
}
