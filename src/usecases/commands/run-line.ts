import type { ParsedLine } from '../../core/commands/parse-commands.ts';
import { roleNeeded } from '../../core/commands/role-needed.ts';
import { COMMANDS } from '../../core/commands/table.ts';
import { isUnlistedBot } from '../../core/model/actor.ts';
import { atLeast } from '../../core/model/role.ts';
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
  const needed = roleNeeded(spec, project.config);
  if (!atLeast(actor.role, needed.needs)) {
    return refuse(refusal({ kind: 'needs_role', has: actor.role, ...needed }));
  }
  return runCommand(deps, context, command.value);
}
