import type { TaskId } from '../core/model/ids.ts';
import type { Tx } from '../ports.ts';

/** Something that decides about a task's pull request changed: its head is judged again, at the door and in the lane. */
export async function doubtPull(tx: Tx, task: TaskId): Promise<void> {
  const pull = await tx.pulls.latestOfTask(task);
  if (pull?.state !== 'open') return;
  await tx.pulls.doubt(pull.id);
  const entry = await tx.entries.liveOfPull(pull.id);
  if (!entry) return;
  await tx.entries.lookNow(entry.id, 'suspect');
  tx.ring({ kind: 'lane', lane: entry.laneId });
}
