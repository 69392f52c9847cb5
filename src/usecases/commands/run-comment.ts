import { parseCommands } from '../../core/commands/parse-commands.ts';
import type { Account } from '../../core/model/actor.ts';
import type { RepoEvent } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import type { Deps } from '../../ports.ts';
import { judgePull } from '../judge-pull.ts';
import { renewLease } from '../renew-lease.ts';
import { resolveActor } from '../resolve-actor.ts';
import { showTask } from '../show-task.ts';
import type { CommandContext } from './command-context.ts';
import { runLine } from './run-line.ts';
import { subjectTask } from './subject-task.ts';

type Comment = Extract<RepoEvent, { kind: 'comment' }>;

/** A new comment is a sign of life of whoever wrote it. Its commands are run in order, each once. */
export async function runComment(
  deps: Deps,
  project: Project,
  comment: Comment,
  sender: Account,
): Promise<void> {
  await signOfLife(deps, project, comment, sender);
  const lines = parseCommands(deps.markdown.plainLines(comment.body));
  if (lines.length === 0) return;
  const actor = await resolveActor(deps, project, sender);
  const context: CommandContext = { project, actor, thread: comment.issue, isPull: comment.isPull };
  for (const line of lines) await runLine(deps, context, comment, line);
  if (comment.isPull) await judgePull(deps, project, comment.issue);
}

/** Whoever holds the task and talks about it keeps it. */
async function signOfLife(deps: Deps, project: Project, comment: Comment, sender: Account): Promise<void> {
  await deps.store.transaction(async (tx) => {
    await tx.agents.seen(project.id, sender.id);
    const task = await subjectTask(tx, { project, thread: comment.issue, isPull: comment.isPull });
    if (task && (await renewLease(tx, project, task.id, sender.id))) await showTask(tx, project, task.id);
  });
}
