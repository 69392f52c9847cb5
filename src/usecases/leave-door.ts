import type { EjectDetail } from '../core/lane/next-step.ts';
import type { EjectReason, PullEntry } from '../core/model/lane.ts';
import type { Project } from '../core/model/project.ts';
import { ejectionReply } from '../core/words/ejection-reply.ts';
import type { Tx } from '../ports.ts';

/** Ends an entry that still waits for its head. It never had a candidate, so there is nothing to revoke. */
export async function leaveDoor(
  tx: Tx,
  project: Project,
  entry: PullEntry,
  reason: EjectReason,
  detail: EjectDetail = {},
): Promise<void> {
  const lane = await tx.lanes.lock(entry.laneId);
  const { by, message, problems, verdicts } = detail;
  await tx.entries.eject(entry.id, reason, { by, message, problems, verdicts });
  await tx.activity({
    projectId: project.id,
    ...(entry.taskId === null ? {} : { taskId: entry.taskId }),
    entryId: entry.id,
    kind: 'entry.ejected',
    actor: by ?? 'flotilla',
    detail: { pull: entry.pull, branch: lane?.branch, reason },
  });
  if (!lane || reason === 'closed' || reason === 'merged_elsewhere') return;
  await tx.effects.want({
    projectId: project.id,
    key: `ejected:${entry.id}`,
    settleMs: 0,
    kind: 'comment',
    issue: entry.pull,
    body: ejectionReply({ entry, lane, reason, detail, conflict: null }),
  });
}
