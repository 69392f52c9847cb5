import type { TaskId } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import type { Tx } from '../ports.ts';

/** Whoever holds a task and is seen at work keeps it. True: `accountId` is the holder's, and its lease is fresh again. */
export async function renewLease(
  tx: Tx,
  project: Project,
  task: TaskId,
  accountId: number,
): Promise<boolean> {
  const holder = await tx.assignments.active(task);
  if (!project.config || holder?.accountId !== accountId) return false;
  await tx.assignments.renew(task, project.config.claims.leaseMs);
  return true;
}
