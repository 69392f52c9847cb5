import { aboutPull, HOLD_LABEL } from '../core/labels.ts';
import type { TaskId } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import type { Pull } from '../core/model/pull.ts';
import type { Tx } from '../ports.ts';
import { holdPull, setHold } from './set-hold.ts';

/**
 * The label `hold` of a pull request goes with it to its next task: that one is held, and the one it leaves is no more,
 * unless its own issue says so. Where somebody let the task go since, the label says nothing any more.
 */
export async function takeHold(
  tx: Tx,
  project: Project,
  pull: Pull,
  { from, to }: { readonly from: TaskId; readonly to: TaskId },
): Promise<void> {
  const about = aboutPull(pull.number, HOLD_LABEL);
  const at = pull.updatedAt;
  const [left, next] = [await tx.tasks.lockById(from), await tx.tasks.lockById(to)];
  if (!left || !next) return;
  const isLabelled = await tx.tasks.isHeard(from, about);
  if (isLabelled) {
    await tx.tasks.hear(from, { about, on: false, at });
    await tx.tasks.hear(to, { about, on: true, at });
  }
  const takesIt = isLabelled && left.held;
  if (takesIt && !(await tx.tasks.isHeard(from, HOLD_LABEL)))
    await setHold(tx, project, left, false, 'flotilla');
  const held = takesIt || next.held;
  await setHold(tx, project, next, held, 'flotilla');
  if (left.held !== held) await holdPull(tx, pull, held);
}
