import type { Outcome } from '../../core/commands/outcome.ts';
import type { ParsedLine } from '../../core/commands/parse-commands.ts';
import { isUnlistedBot } from '../../core/model/actor.ts';
import type { Tx } from '../../ports.ts';
import type { CommandContext } from './command-context.ts';
import { speak } from './speak.ts';

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
  await speak(tx, context, said.line.text, { key, body: reply });
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
