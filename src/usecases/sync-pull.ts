import { pullLinks } from '../core/pull-links.ts';
import type { Project } from '../core/model/project.ts';
import type { Pull, PullSnapshot } from '../core/model/pull.ts';
import { ungatedMerge } from '../core/words/ungated-merge.ts';
import type { Deps, Tx } from '../ports.ts';
import { backToWork } from './back-to-work.ts';
import { inReview } from './enter-lane.ts';
import { finishTask } from './finish-task.ts';
import { judgePull } from './judge-pull.ts';
import { showTask } from './show-task.ts';

/** Brings a pull request up to date with a snapshot, links it to its task, and lets the task follow. */
export async function syncPull(deps: Deps, project: Project, snapshot: PullSnapshot): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const before = await tx.pulls.byNumber(project.id, snapshot.number);
    const stored = await tx.pulls.upsert(project.id, snapshot);
    const pull = await linked(tx, deps, project, stored);
    const entry = await tx.entries.liveOfPull(pull.id);
    if (entry && entry.state !== 'waiting') {
      await tx.entries.lookNow(entry.id, 'suspect');
      tx.ring({ kind: 'lane', lane: entry.laneId });
    }
    if (pull.taskId !== null) await follow(tx, project, pull, before);
  });
  await judgePull(deps, project, snapshot.number);
}

/** Reads one pull request's facts from GitHub: what a command means is what GitHub shows now. */
export async function importPull(deps: Deps, project: Project, number: number): Promise<void> {
  const stored = await deps.store.read.pull(project.id, number);
  const facts = await deps.github.pullFacts(project, number, {
    target: stored?.baseRef ?? project.defaultBranch,
  });
  if (!facts) return;
  await deps.store.transaction(async (tx) => {
    await linked(tx, deps, project, await tx.pulls.upsert(project.id, facts.pull));
  });
}

/** The task it says it is for: by keyword, by `Task: #n`, by its branch's name, or because its author holds just one. */
async function linked(tx: Tx, deps: Deps, project: Project, pull: Pull): Promise<Pull> {
  const said = pullLinks({ ...pull, lines: deps.markdown.plainLines(pull.body) });
  for (const { issue } of said) {
    const task = await tx.tasks.lock(project.id, issue);
    if (task) return link(tx, pull, task.id);
  }
  if (pull.taskId !== null || pull.state !== 'open') return pull;
  const [only, ...others] = await tx.assignments.heldBy(project.id, pull.author.id);
  return only && others.length === 0 ? link(tx, pull, only.taskId) : pull;
}

async function link(tx: Tx, pull: Pull, taskId: NonNullable<Pull['taskId']>): Promise<Pull> {
  if (pull.taskId !== taskId) await tx.pulls.link(pull.id, taskId);
  return { ...pull, taskId };
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
  const holder = await tx.assignments.active(taskId);
  const byHolder = holder?.accountId === pull.author.id;
  if (byHolder && project.config) await tx.assignments.renew(taskId, project.config.claims.leaseMs);
  const ended = pull.state !== 'open' && before?.state === 'open';
  if (pull.state === 'open' && !pull.draft && byHolder) await inReview(tx, project, taskId);
  if (ended && pull.state === 'closed') return backToWork(tx, project, taskId);
  if (pull.state === 'merged') return mergedElsewhere(tx, project, pull, taskId);
  await showTask(tx, project, taskId);
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
  if (entry && (entry.state === 'landed' || entry.state === 'landing')) return;
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
