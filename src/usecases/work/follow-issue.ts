import { mayBeInEpic } from '../../core/may-be-in-epic.ts';
import type { Project } from '../../core/model/project.ts';
import type { IssueSnapshot, Task } from '../../core/model/task.ts';
import { handleRepoEvent } from '../events/handle-repo-event.ts';
import { syncIssue } from '../sync-issue.ts';
import type { ChoreDeps } from './chore.ts';

/** Lets a task follow what a list shows of its issue. That it was closed counts as if its webhook had come. */
export async function followIssue(deps: ChoreDeps, project: Project, issue: IssueSnapshot): Promise<void> {
  const task = await deps.store.read.task(project.id, issue.number);
  if (task && issue.state === 'closed' && isLive(task) && (await followClosing(deps, project, issue))) return;
  if (!task || task.snapshotAt < issue.updatedAt) await syncIssue(deps, project, issue);
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

function isLive({ status }: Task): boolean {
  return status !== 'done' && status !== 'failed';
}
