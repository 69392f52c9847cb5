import { decides, isManaged } from '../../core/labels.ts';
import { atLeast } from '../../core/model/role.ts';
import type { Origin, RepoEvent } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import type { IssueSnapshot, Task } from '../../core/model/task.ts';
import type { Deps, Tx } from '../../ports.ts';
import { resolveActor } from '../resolve-actor.ts';
import { syncIssue } from '../sync-issue.ts';
import { syncSubIssues } from '../sync-sub-issues.ts';
import { closedByPlan } from './closed-by-plan.ts';
import { obey } from './obey-issue.ts';
import { explain } from './explain-issue.ts';
import { settleSayings } from './settle-sayings.ts';
import { standingBefore, witnessText } from './witness-text.ts';

type IssueEvent = Extract<RepoEvent, { kind: 'issue' }>;

/** An issue was opened, edited, labelled, closed or reopened: its task follows, as far as the sender may decide that. */
export async function issueChanged(
  deps: Deps,
  project: Project,
  event: IssueEvent,
  origin: Origin,
): Promise<void> {
  const before = await standingBefore(deps, project, event, origin);
  await change(deps, project, event, origin);
  await witnessText(deps, project, event, origin, before);
  // GitHub tells nobody that the labels of a sub-issue's parent changed.
  if (event.label !== null && !isManaged(event.label)) await syncSubIssues(deps, project, event.issue);
}

async function change(deps: Deps, project: Project, event: IssueEvent, origin: Origin): Promise<void> {
  if (!(await mayDecide(deps, project, event, origin))) return follow(deps, project, event, origin);
  const issue = await current(deps, project, event.issue);
  // Deleted meanwhile, or undone: what was decided no longer stands.
  if (!issue) return;
  if (!stands(event, issue)) return syncIssue(deps, project, issue);
  const said = { ...event, issue };
  const actor = origin.bySelf ? null : await resolveActor(deps, project, origin.sender);
  await syncIssue(deps, project, issue, {
    closing: event.action === 'closed',
    async after(tx, task) {
      const isNews = await hear(tx, task, event);
      if (!actor) return closedByPlan(tx, project, task, said);
      await tx.agents.seen(project.id, origin.sender.id);
      const by = { actor: origin.sender.login, now: deps.clock.now() };
      if (!isNews) deps.log.debug({ issue: issue.number, label: event.label }, 'a click was heard of before');
      else if (atLeast(actor.role, 'maintainer')) await obey(tx, project, task, said, by);
      else await explain(tx, project, task, said, origin.sender.login);
      if (isManaged(event.label ?? '')) await tx.effects.again(project.id, `labels:${task.id}`);
    },
  });
}

async function follow(deps: Deps, project: Project, event: IssueEvent, origin: Origin): Promise<void> {
  await syncIssue(deps, project, event.issue, {
    told: true,
    async after(tx, task) {
      if (origin.bySelf) return void (await hear(tx, task, event));
      await tx.agents.seen(project.id, origin.sender.id);
      await settleSayings(tx, project, task, event);
      // Somebody else touched a label that the App keeps.
      if (isManaged(event.label ?? '')) await tx.effects.again(project.id, `labels:${task.id}`);
    },
  });
}

/**
 * Remembers a click by which somebody decides. False: a look at GitHub's history was faster, and a command may have said
 * something else since. Closing and opening again are decided by how the task stands, however often they are told.
 */
async function hear(tx: Tx, task: Task, { action, label, issue, at }: IssueEvent): Promise<boolean> {
  const when = at ?? issue.updatedAt;
  if (label !== null && decides(label))
    return tx.tasks.hear(task.id, { about: label, on: action === 'labeled', at: when });
  if (action === 'closed' || action === 'reopened')
    await tx.tasks.hear(task.id, { about: 'open', on: action === 'reopened', at: when });
  return true;
}

/** What the App did itself says nothing new, but that it closed what is not done. */
async function mayDecide(
  deps: Deps,
  project: Project,
  { action, label, issue }: IssueEvent,
  { bySelf }: Origin,
): Promise<boolean> {
  if (bySelf) {
    if (action !== 'closed') return false;
    return (await deps.store.read.task(project.id, issue.number))?.status !== 'done';
  }
  if (action === 'closed' || action === 'reopened') return true;
  return label !== null && decides(label);
}

/**
 * The issue as it is now: news may come late, after later news or before it, and the task of an issue that was closed
 * for a while would have the App close it once more. Null: it is gone.
 */
async function current(deps: Deps, project: Project, issue: IssueSnapshot): Promise<IssueSnapshot | null> {
  const task = await deps.store.read.task(project.id, issue.number);
  const shown = await deps.github.issue(project, issue.number);
  // What a replica says that is behind decides about nothing: it would undo, unheard, what somebody just said.
  if (shown && (shown.updatedAt < issue.updatedAt || (task && shown.updatedAt < task.snapshotAt)))
    throw new Error('GitHub shows an older issue than is known');
  return shown;
}

/** Whether what the event tells of is still so. */
function stands({ action, label }: IssueEvent, issue: IssueSnapshot): boolean {
  switch (action) {
    case 'closed':
      return issue.state === 'closed';
    case 'reopened':
      return issue.state === 'open';
    case 'labeled':
      return issue.labels.includes(label ?? '');
    case 'unlabeled':
      return !issue.labels.includes(label ?? '');
    case 'opened':
    case 'edited':
    case 'milestoned':
    case 'other':
      return true;
  }
}
