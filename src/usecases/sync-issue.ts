import { issueFacts } from '../core/issue-facts.ts';
import { HOLD_LABEL, labelsOfMilestone } from '../core/labels.ts';
import type { IssueAt, IssueName } from '../core/model/issue-name.ts';
import type { EpicId } from '../core/model/ids.ts';
import type { IssueLinks, IssueParent, IssueSnapshot, Task } from '../core/model/task.ts';
import type { Project } from '../core/model/project.ts';
import type { Deps, Tx } from '../ports.ts';
import { showDependents } from './finish-task.ts';
import { keepText } from './keep-text.ts';
import { locateRepository } from './locate-repository.ts';
import { setHold } from './set-hold.ts';
import { showTask } from './show-task.ts';

interface SyncMore {
  /** What to do with the task next, in the same transaction. */
  readonly after?: (tx: Tx, task: Task) => Promise<void>;
  /** Where it was read already. */
  readonly parent?: IssueParent;
  /** This is the news that it was closed, so it was open, whether that was heard or not. */
  readonly closing?: boolean;
  /** This is what somebody told, which comes in any order, and not what GitHub was just asked for. */
  readonly told?: boolean;
}

/**
 * Brings the task of an issue up to date with a snapshot. An issue in no epic becomes no task, nor does one that was
 * closed already; an older snapshot changes nothing.
 */
export async function syncIssue(
  deps: Deps,
  project: Project,
  issue: IssueSnapshot,
  more: SyncMore = {},
): Promise<void> {
  if ((await sync(deps, project, issue, more)) === 'done') return;
  const shown = await deps.github.issue(project, issue.number);
  if (!shown) return;
  if (shown.updatedAt < issue.updatedAt) throw new Error('GitHub shows an older issue than is known');
  await sync(deps, project, shown, { ...more, told: false });
}

/** Changes nothing if two that were told in one second differ: GitHub is no more exact, so neither is known to be newer. */
async function sync(
  deps: Deps,
  project: Project,
  issue: IssueSnapshot,
  { after, parent, closing = false, told = false }: SyncMore,
): Promise<'done' | 'tied'> {
  const links = await linksOf(deps, project, issue, parent);
  const facts = issueFacts(issue, links, deps.markdown.plainLines(issue.body));
  const said = facts.dependsOn.map((number) => ({ repository: null, number }));
  const fromBody = await blockers(deps, project, said);
  const native = await blockers(deps, project, links.blockedBy);
  return deps.store.transaction(async (tx) => {
    // What decides about the task often decides about its pull request, which is locked first everywhere.
    await tx.pulls.lockOfTask(project.id, issue.number);
    const known = await tx.tasks.lock(project.id, issue.number);
    const epicId = await epicOf(tx, project, issue, { ...links, known });
    if (known && known.snapshotAt > issue.updatedAt) return 'done';
    if (!known && (epicId === null || (issue.state === 'closed' && !closing))) {
      await showDependents(tx, project, issue.number, issue.state === 'closed');
      return 'done';
    }
    const { dependsOn: _, ...said } = facts;
    const news = {
      ...said,
      title: issue.title,
      epicId,
      parentIssue: links.parent?.number ?? null,
      snapshotAt: issue.updatedAt,
    };
    if (told && known && isTied(known, news)) return 'tied';
    const { task, isNew } = await tx.tasks.upsert({ ...news, projectId: project.id, issue: issue.number });
    const { title, body, updatedAt: at, authorLogin: openedBy } = issue;
    await keepText(tx, task.id, {
      text: { title, body },
      at,
      newest: true,
      by: null,
      openedBy,
      approved: null,
    });
    await tx.tasks.setDependencies(task.id, 'body', fromBody);
    await tx.tasks.setDependencies(task.id, 'native', native);
    if (known) await tellOfTicks(tx, project, known, task);
    const held = isNew && (await welcome(tx, project, task, issue));
    await after?.(tx, { ...task, held: task.held || held });
    await showTask(tx, project, task.id);
    await showDependents(tx, project, issue.number, issue.state === 'closed');
    return 'done';
  });
}

/** Told of the same second, and something else. */
function isTied(
  known: Task,
  news: Pick<Task, 'snapshotAt' | 'title' | 'epicId' | 'priority' | 'estimateHours'>,
) {
  return (
    known.snapshotAt.getTime() === news.snapshotAt.getTime() &&
    (known.title !== news.title ||
      known.epicId !== news.epicId ||
      known.priority !== news.priority ||
      known.estimateHours !== news.estimateHours)
  );
}

async function linksOf(
  deps: Deps,
  project: Project,
  issue: IssueSnapshot,
  parent: IssueParent | undefined,
): Promise<IssueLinks> {
  if (!parent) return deps.github.issueLinks(project, issue);
  return { ...(await deps.github.issueLinks(project, { ...issue, hasParent: false })), parent };
}

/**
 * Its own label counts first, then those of its parent, then its milestone. One that has a label and sub-issues stands
 * for the epic: they are the tasks then, and it would be counted beside them. What somebody began stays a task.
 */
async function epicOf(
  tx: Tx,
  project: Project,
  issue: IssueSnapshot,
  { parent, known }: Pick<IssueLinks, 'parent'> & { readonly known: Task | null },
): Promise<EpicId | null> {
  const own = await epicByLabels(tx, project, issue.labels);
  const isFree = known === null || known.epicId === null || known.status === 'pending';
  if (own !== null) return issue.hasChildren && isFree ? null : own;
  return (
    (await epicByLabels(tx, project, parent?.labels ?? [])) ??
    (await epicByLabels(tx, project, labelsOfMilestone(project.config, issue.milestone)))
  );
}

async function epicByLabels(tx: Tx, project: Project, labels: readonly string[]): Promise<EpicId | null> {
  return labels.length === 0 ? null : tx.tasks.epicByLabels(project.id, labels);
}

/** A new task. True: it was held before it was one. */
async function welcome(tx: Tx, project: Project, task: Task, issue: IssueSnapshot): Promise<boolean> {
  await tx.activity({
    projectId: project.id,
    taskId: task.id,
    kind: 'task.created',
    actor: 'flotilla',
    detail: { issue: issue.number },
  });
  await tx.pulls.doubtUnlinked(project.id);
  const held = issue.labels.includes(HOLD_LABEL);
  if (held) {
    await tx.tasks.hear(task.id, { about: HOLD_LABEL, on: true, at: issue.updatedAt });
    await setHold(tx, project, task, true, 'flotilla');
  }
  return held;
}

/** Progress that nobody's command tells of: whoever follows the log hears of it as well. */
async function tellOfTicks(tx: Tx, project: Project, known: Task, { id, checklist }: Task): Promise<void> {
  const { done, total } = checklist;
  if (done === known.checklist.done && total === known.checklist.total) return;
  await tx.activity({
    projectId: project.id,
    taskId: id,
    kind: 'task.ticked',
    actor: 'flotilla',
    detail: { done, total },
  });
}

/** Reads one issue from GitHub and syncs it: for what is asked about before its webhook came, and for imports. */
export async function importIssue(deps: Deps, project: Project, number: number): Promise<void> {
  const issue = await deps.github.issue(project, number);
  if (issue) await syncIssue(deps, project, issue);
}

async function blockers(
  deps: Deps,
  project: Project,
  names: readonly IssueName[],
): Promise<readonly (IssueAt & { readonly closed: boolean })[]> {
  const found = await Promise.all(names.map((name) => blocker(deps, project, name)));
  return found.filter((one) => one !== null);
}

/**
 * Whether an issue that is waited for is closed; one of our own tasks answers for itself. Null: it was a task and was
 * deleted since, so nobody can ever finish it, or it is in a repository that we know nothing of. (One that was never
 * seen may still be opened.)
 */
async function blocker(
  deps: Deps,
  project: Project,
  { repository, number }: IssueName,
): Promise<(IssueAt & { readonly closed: boolean }) | null> {
  const where = await locateRepository(deps, project, repository);
  if (!where) return null;
  const on = { project: where.id, issue: number };
  const task = await deps.store.read.task(where.id, number);
  if (task && task.status !== 'failed') return { ...on, closed: false };
  const issue = await deps.github.issue(where, number);
  if (task) return issue && { ...on, closed: false };
  return { ...on, closed: issue?.state === 'closed' };
}
