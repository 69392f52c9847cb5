import type { Entry, Lane, Requester } from '../core/model/lane.ts';
import type { Project } from '../core/model/project.ts';
import type { Pull } from '../core/model/pull.ts';
import { nextStatus } from '../core/task-transition.ts';
import type { Tx } from '../ports.ts';

/** Puts a pull request's head into its lane. Null: it has a live entry already. */
export async function enterLane(
  tx: Tx,
  project: Project,
  want: {
    readonly lane: Lane;
    readonly pull: Pull;
    readonly requester: Requester;
    readonly state: 'waiting' | 'queued';
  },
): Promise<Entry | null> {
  const { lane, pull, requester, state } = want;
  const task = pull.taskId === null ? null : await tx.tasks.lockById(pull.taskId);
  const entry = await tx.entries.add({
    laneId: lane.id,
    pullId: pull.id,
    head: pull.head,
    state,
    requester,
    priority: task?.priority ?? 50,
  });
  if (!entry) return null;
  await tx.activity({
    projectId: project.id,
    ...(task ? { taskId: task.id } : {}),
    entryId: entry.id,
    kind: `entry.${state}`,
    actor: requester.login,
    detail: { pull: pull.number, head: pull.head, how: requester.how },
  });
  if (state === 'queued') await queued(tx, project, pull, entry);
  return entry;
}

/** The head of a waiting entry became ready: `waiting` to `queued`. */
export async function admit(tx: Tx, project: Project, pull: Pull, entry: Entry): Promise<void> {
  await tx.entries.admit(entry.id);
  await tx.activity({
    projectId: project.id,
    ...(entry.taskId === null ? {} : { taskId: entry.taskId }),
    entryId: entry.id,
    kind: 'entry.queued',
    actor: 'flotilla',
    detail: { pull: pull.number, head: entry.head },
  });
  await queued(tx, project, pull, entry);
}

async function queued(tx: Tx, project: Project, pull: Pull, entry: Entry): Promise<void> {
  if (pull.taskId !== null) await inReview(tx, project, pull.taskId);
  tx.ring({ kind: 'lane', lane: entry.laneId });
}

/** The task's work waits for its lane. */
export async function inReview(tx: Tx, project: Project, id: NonNullable<Pull['taskId']>): Promise<void> {
  const task = await tx.tasks.lockById(id);
  const status = task && nextStatus(task.status, { kind: 'in_review' });
  if (!status) return;
  await tx.tasks.setStatus(id, status);
  await tx.activity({ projectId: project.id, taskId: id, kind: `task.${status}`, actor: 'flotilla' });
}
