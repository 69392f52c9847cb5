import { mayBeInEpic } from '../../core/may-be-in-epic.ts';
import type { Project } from '../../core/model/project.ts';
import type { IssueSnapshot, Task } from '../../core/model/task.ts';
import type { IssueKnown } from '../../ports.ts';
import { handleRepoEvent } from '../events/handle-repo-event.ts';
import { syncIssue } from '../sync-issue.ts';
import type { ChoreDeps } from './chore.ts';
import { followLabels } from './follow-labels.ts';

/**
 * Lets a task follow what a list shows of its issue. That it was closed or opened again, and who put which label there or
 * took it away, counts as if its webhook had come. `again`: even if it was seen as of the same second.
 */
export async function followIssue(
  deps: ChoreDeps,
  project: Project,
  issue: IssueSnapshot,
  { again = false }: { readonly again?: boolean } = {},
): Promise<void> {
  const seen = await whatIsKnown(deps, project, issue.number);
  if (seen && (await followTurning(deps, project, seen.task, issue))) return;
  const behind = (seen?.task.snapshotAt.getTime() ?? 0) - issue.updatedAt.getTime();
  const isNews =
    behind < 0 || (behind === 0 && (again || (seen !== null && isLinkedElse(seen.known, issue))));
  if (isNews) await syncIssue(deps, project, issue);
  // What has just been synced may be another task than it was.
  const now = isNews ? await whatIsKnown(deps, project, issue.number) : seen;
  if (now) await followLabels(deps, project, now, issue);
}

/** Null: it is no task. */
async function whatIsKnown(
  deps: ChoreDeps,
  project: Project,
  issue: number,
): Promise<{ readonly task: Task; readonly known: IssueKnown } | null> {
  const task = await deps.store.read.task(project.id, issue);
  const known = task && (await deps.upkeep.polls.issueKnown(project.id, issue));
  return task && known && { task, known };
}

/**
 * A link to another issue leaves the issue's time as it is. The list tells by the way which parent it has and how many
 * blockers, so that its links are read only where they are others.
 */
function isLinkedElse(known: IssueKnown, { parent, blockers }: IssueSnapshot): boolean {
  return known.parent !== parent || known.blockers.length !== blockers;
}

/** Whether it was closed, or opened again, and that is done. */
async function followTurning(
  deps: ChoreDeps,
  project: Project,
  task: Task,
  issue: IssueSnapshot,
): Promise<boolean> {
  if (issue.state === 'closed') return isLive(task) && followClosing(deps, project, issue);
  return !isLive(task) && issue.stateReason === 'reopened' && followReopening(deps, project, issue);
}

/**
 * Of an issue that was opened and closed before anybody told of it: it was a task as well, and was finished or given up
 * by whoever closed it. What had been closed before `since` was never ours. A list shows the same issues minute after
 * minute, and a repository may close hundreds that are nobody's task: of those GitHub is asked nothing.
 */
export async function followUnheard(
  deps: ChoreDeps,
  project: Project,
  issue: IssueSnapshot,
  since: Date,
): Promise<void> {
  if (issue.state !== 'closed' || !mayBeInEpic(issue, project.config)) return;
  if (await deps.store.read.task(project.id, issue.number)) return;
  const closing = await deps.changes.closing(project, issue.number);
  if (!closing || closing.at < since) return;
  await syncIssue(deps, project, { ...issue, state: 'open' });
  await followIssue(deps, project, issue);
}

/** False: whoever closed it was told already that this ends nothing. */
async function followClosing(deps: ChoreDeps, project: Project, issue: IssueSnapshot): Promise<boolean> {
  const closing = await deps.changes.closing(project, issue.number);
  if (!closing || (await deps.upkeep.polls.closeHeard(project.id, issue.number, closing.at))) return false;
  await handleRepoEvent(
    deps,
    { ...project, archived: false },
    { kind: 'issue', action: 'closed', issue, label: null },
    { delivery: null, sender: closing.by, bySelf: closing.bySelf },
  );
  return true;
}

/** False: it was heard before, or its task ended only then and its issue is about to be closed. */
async function followReopening(deps: ChoreDeps, project: Project, issue: IssueSnapshot): Promise<boolean> {
  const turns = await deps.changes.turns(project, issue.number);
  const turn = turns.findLast(({ action }) => action === 'reopened');
  if (!turn || (await deps.upkeep.polls.reopenHeard(project.id, issue.number, turn.at))) return false;
  const { by: sender, bySelf, at } = turn;
  await handleRepoEvent(
    deps,
    { ...project, archived: false },
    { kind: 'issue', action: 'reopened', issue, label: null, at },
    { delivery: null, sender, bySelf },
  );
  return true;
}

function isLive({ status }: Task): boolean {
  return status !== 'done' && status !== 'failed';
}
