import { checkHold, isOwn, type HoldRefusal } from '../../core/check-hold.ts';
import type { Assignment, Task } from '../../core/model/task.ts';
import { ok, type Result } from '../../core/result.ts';
import type { Tx } from '../../ports.ts';
import type { CommandContext } from './command-context.ts';

/** In whose right the actor acts on a locked task, and who holds it. */
export async function heldTask(
  tx: Tx,
  { actor }: Pick<CommandContext, 'actor'>,
  task: Task,
  who: 'holder' | 'holder or maintainer',
): Promise<
  Result<{ readonly as: 'holder' | 'maintainer'; readonly holder: Assignment | null }, HoldRefusal>
> {
  const holder = await tx.assignments.active(task.id);
  const mine = holder !== null && isOwn(actor, holder);
  const checked = checkHold({
    actor,
    holder,
    ended: mine ? null : await tx.assignments.endedOf(task.id, actor.id),
    maintainers: who === 'holder or maintainer',
  });
  return checked.ok ? ok({ as: checked.value, holder }) : checked;
}
