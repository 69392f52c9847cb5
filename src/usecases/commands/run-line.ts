import { breaker, isTurn } from '../../core/breaker.ts';
import type { ParsedLine } from '../../core/commands/parse-commands.ts';
import { isUnlistedBot } from '../../core/model/actor.ts';
import { refusal } from '../../core/words/refusal.ts';
import type { Deps } from '../../ports.ts';
import { answerLine } from './answer-line.ts';
import { refuse, type Apply, type CommandContext } from './command-context.ts';
import { prepareCommand } from './prepare-command.ts';
import { withhold } from './withhold.ts';

/** Runs one line of a comment, once: the comment and the line are its key. */
export async function runLine(
  deps: Deps,
  context: CommandContext,
  comment: { readonly commentId: number },
  line: ParsedLine,
): Promise<void> {
  const key = { project: context.project.id, commentId: comment.commentId, line: line.line };
  const apply = await prepare(deps, context, line);
  await deps.store.transaction(async (tx) => {
    if (await tx.commands.known(key.project, key.commentId, key.line)) return;
    const { actor, thread } = context;
    const said = { ...key, thread, text: line.text.slice(0, 1_000), actorId: actor.id, bot: actor.isBot };
    const tripped = actor.isBot
      ? breaker(actor, await tx.commands.recent(key.project, thread, actor.id))
      : null;
    if (tripped) {
      await tx.commands.save({ ...said, outcome: 'withheld', turn: false });
      return withhold(tx, context, tripped, { text: line.text, now: deps.clock.now() });
    }
    const outcome = apply === 'unknown' ? apply : await apply(tx);
    const kind = outcome === 'unknown' ? outcome : outcome.kind;
    const turn = kind === 'done' && line.command.ok && isTurn(line.command.value.name);
    await tx.commands.save({ ...said, outcome: kind, turn });
    await answerLine(tx, context, { commentId: comment.commentId, line }, outcome);
  });
}

async function prepare(
  deps: Deps,
  context: CommandContext,
  { command }: ParsedLine,
): Promise<Apply | 'unknown'> {
  if (command.ok) return prepareCommand(deps, context, command.value);
  if (command.error.kind === 'unknown') return 'unknown';
  const { actor } = context;
  return refuse(refusal, isUnlistedBot(actor) ? { ...actor, kind: 'unlisted_bot' } : command.error);
}
