import { pullLinks } from '../core/pull-links.ts';
import type { Project } from '../core/model/project.ts';
import type { Pull, PullSnapshot } from '../core/model/pull.ts';
import { ungatedMerge } from '../core/words/ungated-merge.ts';
import type { Deps, Tx } from '../ports.ts';
import { backToWork } from './back-to-work.ts';
import { inReview } from './enter-lane.ts';
import { finishTask } from './finish-task.ts';
import { takeHold } from './take-hold.ts';
import { showTask } from './show-task.ts';

export interface Followed {
  readonly pull: Pull;
  /** Closed and open in one second, which is as exact as GitHub is: what is told last need not be how it ended. */
  readonly tied: boolean;
}

/**
 * Stores a snapshot, links the pull request to its task and lets the task follow what changed. Whoever reads a pull
 * request does this, so that a change seen by a poll or by its lane counts as much as one told by a webhook.
 */
export async function followPull(
  tx: Tx,
  deps: Pick<Deps, 'markdown'>,
  project: Project,
  snapshot: PullSnapshot,
): Promise<Followed> {
  const { before, pull: stored } = await tx.pulls.upsert(project.id, snapshot);
  const pull = await linked(tx, deps, project, stored);
  if (before && before.taskId !== null && before.taskId !== pull.taskId) {
    await leave(tx, project, pull, before.taskId);
    if (pull.taskId !== null) await takeHold(tx, project, pull, { from: before.taskId, to: pull.taskId });
  }
  if (pull.taskId !== null && changed(before, pull)) await follow(tx, project, pull, before);
  const tied = before?.updatedAt.getTime() === pull.updatedAt.getTime() && before.state !== pull.state;
  return { pull, tied };
}

/** It said another task before, which has to do without it now, unless it has another pull request to be reviewed. */
async function leave(tx: Tx, project: Project, pull: Pull, task: NonNullable<Pull['taskId']>): Promise<void> {
  const other = await otherLive(tx, pull, task);
  if (!other || other.draft) return backToWork(tx, project, task);
  await tx.pulls.doubt(other.id);
  await showTask(tx, project, task);
}

/** Read under the task's lock: whoever links another one to it at this moment has locked it as well. */
async function otherLive(tx: Tx, pull: Pull, task: NonNullable<Pull['taskId']>): Promise<Pull | null> {
  await tx.tasks.lockById(task);
  return tx.pulls.liveOfTask(task, pull.id);
}

/** The task it says it is for: by keyword, by `Task: #n`, by its branch's name, or because its author holds just one. */
async function linked(tx: Tx, deps: Pick<Deps, 'markdown'>, project: Project, pull: Pull): Promise<Pull> {
  const said = pullLinks({ ...pull, lines: deps.markdown.plainLines(pull.body) });
  for (const { issue } of said) {
    const task = await tx.tasks.lock(project.id, issue);
    if (task) return link(tx, pull, task.id);
  }
  if (pull.taskId !== null || pull.state !== 'open') return pull;
  // Where several agents share the account, nobody knows which of them this is.
  if ((await tx.agents.byAccount(project.id, pull.author.id)).length !== 1) return pull;
  const [only, ...others] = await tx.assignments.heldBy(project.id, pull.author.id);
  return only && others.length === 0 ? link(tx, pull, only.taskId) : pull;
}

async function link(tx: Tx, pull: Pull, taskId: NonNullable<Pull['taskId']>): Promise<Pull> {
  if (pull.taskId !== taskId) await tx.pulls.link(pull.id, taskId);
  return { ...pull, taskId };
}

/** A new label or title says nothing about the work. */
function changed(before: Pull | null, after: Pull): boolean {
  return (
    before?.state !== after.state ||
    before.draft !== after.draft ||
    before.head !== after.head ||
    before.taskId !== after.taskId
  );
}

async function follow(tx: Tx, project: Project, pull: Pull, before: Pull | null): Promise<void> {
  const taskId = pull.taskId;
  if (taskId === null) return;
  await tx.evidence.add({
    taskId,
    type: 'pr',
    ref: `#${pull.number}`,
    summary: `Pull request #${pull.number}: ${pull.title}`,
    url: null,
    grade: 'observed',
  });
  const byHolder = (await tx.assignments.active(taskId))?.accountId === pull.author.id;
  if (pull.state === 'open' && !pull.draft && byHolder) await inReview(tx, project, taskId);
  // Another pull request of the task may have waited for this one.
  const other = await otherLive(tx, pull, taskId);
  if (other && pull.state !== 'open') await tx.pulls.doubt(other.id);
  if (pull.state === 'merged') return mergedElsewhere(tx, project, pull, taskId);
  if (leftReview(pull, before) && (!other || other.draft)) return backToWork(tx, project, taskId);
  await showTask(tx, project, taskId);
}

/** Closed, or a draft again: what was to be reviewed is not any more. */
function leftReview(pull: Pull, before: Pull | null): boolean {
  if (before?.state !== 'open') return false;
  return pull.state === 'closed' || (pull.draft && !before.draft);
}

/** GitHub shows it merged. Unless one of our own landings did it, nothing of ours tested what is now on the branch. */
async function mergedElsewhere(
  tx: Tx,
  project: Project,
  pull: Pull,
  taskId: NonNullable<Pull['taskId']>,
): Promise<void> {
  const entry = await tx.entries.newestOfPull(pull.id);
  // Our own landing is written down by its lane, which reads the branch; the webhook may be faster.
  const ours = entry?.state === 'landed' || entry?.state === 'landing';
  if (ours && entry.head === pull.head) return;
  const known = await tx.evidence.add({
    taskId,
    type: 'commit',
    ref: `merged:${pull.head}`,
    summary: `#${pull.number} was merged without Flotilla: not gated by Flotilla`,
    url: null,
    grade: 'observed',
  });
  if (!known) return;
  await tx.effects.want({
    projectId: project.id,
    key: `ungated:${pull.number}`,
    settleMs: 0,
    kind: 'comment',
    issue: pull.number,
    body: ungatedMerge(),
  });
  await finishTask(tx, project, taskId, { how: 'merged_elsewhere', actor: 'flotilla' });
}
