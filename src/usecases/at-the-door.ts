import { overall } from '../core/judge-gates.ts';
import type { PullEntry, Lane } from '../core/model/lane.ts';
import type { Project } from '../core/model/project.ts';
import type { Judgement, Pull } from '../core/model/pull.ts';
import type { Tx } from '../ports.ts';
import { admit, enterLane } from './enter-lane.ts';
import { leaveDoor } from './leave-door.ts';

/** A pull request that was just looked at, with what was found. */
export interface Visitor {
  readonly project: Project;
  readonly lane: Lane | null;
  readonly pull: Pull;
  readonly judgement: Judgement;
  readonly now: Date;
}

/** What waits is let in, refused, or told to wait on; the holder's own ready head comes in by itself, once. */
export async function atTheDoor(tx: Tx, visitor: Visitor): Promise<void> {
  const entry = await tx.entries.liveOfPull(visitor.pull.id);
  if (entry?.state === 'waiting') {
    if (await waits(tx, visitor, entry)) return;
  } else if (entry) {
    return warnLane(tx, visitor, entry);
  }
  const { project, lane, pull } = visitor;
  if (!lane || !isReady(visitor) || !project.config?.merge.auto || (await drains(tx, visitor))) return;
  if (await tx.entries.seenHead(pull.id, pull.head)) return;
  await enterLane(tx, project, { lane, pull, requester: { ...pull.author, how: 'auto' }, state: 'queued' });
}

/** False: the entry is gone, so the head of this moment may stand here in its own right. */
async function waits(tx: Tx, visitor: Visitor, entry: PullEntry): Promise<boolean> {
  const { project, lane, pull, judgement } = visitor;
  if (entry.leaving) {
    await leaveDoor(tx, project, entry, 'dequeued', { by: entry.leaving.by });
  } else if (entry.head !== pull.head) {
    await leaveDoor(tx, project, entry, 'head_changed', { message: pull.head });
  } else if (entry.laneId !== lane?.id) {
    await leaveDoor(tx, project, entry, 'retargeted', { message: pull.baseRef });
  } else if (isReady(visitor)) {
    // What asked meanwhile waits at the door, for however long the lane drains.
    if (!(await drains(tx, visitor))) await admit(tx, project, pull, entry);
    return true;
  } else if (needsMaintainer(visitor)) {
    await leaveDoor(tx, project, entry, 'protected_paths', judgement);
  } else if (isExpired(visitor, entry)) {
    await leaveDoor(tx, project, entry, 'expired', judgement);
  } else {
    return true;
  }
  return false;
}

/** Asked again: the lane was looked at before GitHub was. */
async function drains(tx: Tx, { project, lane }: Visitor): Promise<boolean> {
  const now = lane && (await tx.lanes.byBranch(project.id, lane.branch));
  return now?.draining != null;
}

/** What its lane would find only when it lands is worth a look now. */
async function warnLane(tx: Tx, { judgement }: Visitor, entry: PullEntry): Promise<void> {
  if (judgement.problems.length === 0) return;
  await tx.entries.lookNow(entry.id, 'suspect');
  tx.ring({ kind: 'lane', lane: entry.laneId });
}

function isReady({ judgement }: Visitor): boolean {
  return judgement.problems.length === 0 && overall(judgement.verdicts) === 'passed';
}

/** Waiting mends nothing here: whoever asked is told at once what only an approval or another head can change. */
function needsMaintainer({ judgement }: Visitor): boolean {
  return judgement.problems.some((problem) => problem.kind === 'protected');
}

function isExpired({ project, now }: Visitor, entry: PullEntry): boolean {
  return now.getTime() - entry.queuedAt.getTime() > (project.config?.merge.timeoutMs ?? Infinity);
}
