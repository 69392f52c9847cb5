import type { ParsedLine } from '../../core/commands/parse-commands.ts';
import { COMMANDS } from '../../core/commands/table.ts';
import { atLeast, isUnlistedBot, type Actor } from '../../core/model/actor.ts';
import { refusal } from '../../core/words/refusal.ts';
import type { Deps } from '../../ports.ts';
import { answerLine } from './answer-line.ts';
import { refuse, type Apply, type CommandContext } from './command-context.ts';
import { runCommand } from './run-command.ts';

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
    const outcome = apply === 'unknown' ? apply : await apply(tx);
    await tx.commands.save({
      ...key,
      text: line.text.slice(0, 1_000),
      actorId: context.actor.id,
      outcome: outcome === 'unknown' ? outcome : outcome.kind,
    });
    await answerLine(tx, context, { commentId: comment.commentId, line }, outcome);
  });
}

async function prepare(deps: Deps, context: CommandContext, line: ParsedLine): Promise<Apply | 'unknown'> {
  const { command } = line;
  const { actor, project } = context;
  const stranger = isUnlistedBot(actor) ? refusal({ ...actor, kind: 'unlisted_bot' }) : null;
  if (!command.ok) {
    return command.error.kind === 'unknown' ? 'unknown' : refuse(stranger ?? refusal(command.error));
  }
  if (stranger !== null) return refuse(stranger);
  const spec = COMMANDS[command.value.name];
  if (!spec.working) return refuse(refusal({ kind: 'not_available', usage: spec.usage }));
  const needed = project.config?.commands[spec.name] ?? spec.role;
  if (!atLeast(actor.role, needed)) return refuse(notAllowed(actor, needed, spec.who));
  return runCommand(deps, context, command.value);
}

function notAllowed(actor: Actor, needed: Actor['role'], who: string): string {
  return refusal({ kind: 'needs_role', has: actor.role, needs: needed, who });
}
