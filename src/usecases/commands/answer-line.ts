import type { ParsedLine } from '../../core/commands/parse-commands.ts';
import { isUnlistedBot } from '../../core/model/actor.ts';
import type { Tx } from '../../ports.ts';
import type { CommandContext, Outcome } from './command-context.ts';

/** More replies than this in one thread within an hour are a loop, not a conversation. */
const REPLIES_PER_HOUR = 10;

/** What is answered. */
interface Said {
  readonly commentId: number;
  readonly line: ParsedLine;
}

/**
 * A reaction always; words only when somebody has to read them, and never in a loop. A bot that is not on the list is
 * told so once in a project, whatever it says and wherever, and gets no other sign: bots wake each other.
 */
export async function answerLine(
  tx: Tx,
  context: CommandContext,
  said: Said,
  outcome: Outcome | 'unknown',
): Promise<void> {
  const stranger = isUnlistedBot(context.actor);
  if (!stranger) await react(tx, context, said, outcome);
  const reply = outcome === 'unknown' ? undefined : outcome.reply;
  if (reply === undefined) return;
  const key = stranger ? `unlisted:${context.actor.id}` : `reply:${said.commentId}:${said.line.line}`;
  await speak(tx, context, said, { key, body: reply });
}

/** One comment can carry several commands: each kind of outcome is shown once. */
async function react(
  tx: Tx,
  { project }: CommandContext,
  { commentId }: Said,
  outcome: Outcome | 'unknown',
): Promise<void> {
  const kind = outcome === 'unknown' ? 'unknown' : outcome.kind;
  const content = ({ unknown: 'confused', done: '+1', refused: '-1' } as const)[kind];
  await tx.effects.want({
    projectId: project.id,
    settleMs: 0,
    key: `reaction:${commentId}:${content}`,
    kind: 'reaction',
    commentId,
    content,
  });
}

async function speak(
  tx: Tx,
  { project, actor, thread }: CommandContext,
  { line }: Said,
  comment: { readonly key: string; readonly body: string },
): Promise<void> {
  if ((await tx.effects.repliesInLastHour(project.id, thread)) >= REPLIES_PER_HOUR) {
    return tx.activity({
      projectId: project.id,
      kind: 'reply.withheld',
      actor: actor.login,
      detail: { issue: thread, line: line.text.slice(0, 200) },
    });
  }
  await tx.effects.want({ projectId: project.id, settleMs: 0, kind: 'comment', issue: thread, ...comment });
}
