import { parseCommands } from '../../core/commands/parse-commands.ts';
import type { Project } from '../../core/model/project.ts';
import {
  askSince,
  seenToo,
  unseen,
  wasEdited,
  type CommentCursor,
  type PolledComment,
} from '../../core/upkeep/polled-comment.ts';
import { GitHubBusy } from '../../ports.ts';
import { refuseEdited } from '../commands/refuse-edited.ts';
import { handleRepoEvent } from '../events/handle-repo-event.ts';
import type { ChoreDeps } from './chore.ts';

/** One that cannot be dealt with for so long is left behind: the others wait for it. */
const GIVE_UP_MS = 60 * 60_000;
/** Talk without commands says that somebody is at work, but not for longer. */
const FRESH_MS = 10 * 60_000;

/** Deals with the comments that no webhook brought. Those that one did bring are known by their commands. */
export async function pollComments(deps: ChoreDeps, project: Project, stored: CommentCursor): Promise<void> {
  const since = askSince(stored, deps.clock.now());
  let cursor = stored;
  for (const comment of unseen(await deps.changes.comments(project, since), stored, since)) {
    try {
      await heed(deps, project, comment);
    } catch (error) {
      if (error instanceof GitHubBusy || age(deps, comment) < GIVE_UP_MS) throw error;
      deps.log.error({ err: error, project: project.id, comment: comment.id }, 'a comment was left behind');
    }
    cursor = seenToo(cursor, comment);
    await deps.upkeep.polls.saveComments(project.id, cursor);
  }
}

async function heed(deps: ChoreDeps, project: Project, comment: PolledComment): Promise<void> {
  if (comment.bySelf) return;
  const lines = parseCommands(deps.markdown.plainLines(comment.body));
  if (lines.length === 0 && (wasEdited(comment) || age(deps, comment) > FRESH_MS)) return;
  if (lines.length > 0 && (await deps.upkeep.polls.commandsRan(project.id, comment.id))) return;
  if (wasEdited(comment)) return refuseEdited(deps, project, comment, lines);
  const { id: commentId, issue, isPull, body, author: sender } = comment;
  await handleRepoEvent(
    deps,
    { ...project, archived: false },
    { kind: 'comment', issue, isPull, commentId, body },
    { delivery: null, sender, bySelf: false },
  );
}

function age({ clock }: ChoreDeps, { updatedAt }: PolledComment): number {
  return clock.now().getTime() - updatedAt.getTime();
}
