import type { ParsedLine } from '../../core/commands/parse-commands.ts';
import type { Project } from '../../core/model/project.ts';
import type { PolledComment } from '../../core/upkeep/polled-comment.ts';
import { editedComment } from '../../core/words/edited-comment.ts';
import type { Deps } from '../../ports.ts';
import { resolveActor } from '../resolve-actor.ts';
import { answerLine } from './answer-line.ts';
import { refused } from './command-context.ts';

/** A comment that was changed before it was read for the first time: none of its commands is run, which is told once. */
export async function refuseEdited(
  deps: Deps,
  project: Project,
  comment: PolledComment,
  lines: readonly ParsedLine[],
): Promise<void> {
  const meant = lines.filter(({ command }) => command.ok || command.error.kind !== 'unknown');
  const [first] = meant;
  if (!first) return;
  const actor = await resolveActor(deps, project, comment.author);
  const context = { project, actor, thread: comment.issue, isPull: comment.isPull };
  await deps.store.transaction(async (tx) => {
    if (await tx.commands.known(project.id, comment.id, first.line)) return;
    for (const { line, text } of meant) {
      await tx.commands.save({
        project: project.id,
        commentId: comment.id,
        line,
        text: text.slice(0, 1_000),
        actorId: actor.id,
        outcome: 'refused',
        thread: comment.issue,
        bot: actor.isBot,
        turn: false,
      });
    }
    await answerLine(
      tx,
      context,
      { commentId: comment.id, line: first },
      refused(editedComment, { kind: 'edited' }),
    );
  });
}
