import { atLeast } from '../../core/model/role.ts';
import { refusal } from '../../core/words/refusal.ts';
import type { Deps } from '../../ports.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';
import { subjectPull } from './subject-pull.ts';
import { leaveDoor } from '../leave-door.ts';
import { showPull } from '../show-pull.ts';

/** Leaves the lane. What is in flight is revoked by the lane's own next step, which alone may do so. */
export async function dequeue(_deps: Deps, context: CommandContext): Promise<Apply> {
  return async (tx) => {
    const { project, actor } = context;
    const pull = await subjectPull(tx, context);
    const entry = pull && (await tx.entries.liveOfPull(pull.id));
    if (!pull || !entry) return refused(refusal, { kind: 'not_queued' });
    if (![pull.author.id, entry.requester.id].includes(actor.id) && !atLeast(actor.role, 'maintainer')) {
      return refused(refusal, { kind: 'not_author', author: pull.author.login });
    }
    if (entry.state === 'waiting') {
      await leaveDoor(tx, project, entry, 'dequeued', { by: actor.login });
      await showPull(tx, project, pull.id);
    } else {
      await tx.entries.setLeaving(entry.id, actor.login);
      tx.ring({ kind: 'lane', lane: entry.laneId });
    }
    return { kind: 'done' };
  };
}
