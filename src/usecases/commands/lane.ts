import { assertNever } from '../../core/assert-never.ts';
import type { LaneCommand } from '../../core/commands/lane.ts';
import type { Lane } from '../../core/model/lane.ts';
import { refusal } from '../../core/words/refusal.ts';
import type { Deps, Tx } from '../../ports.ts';
import { showEntry } from '../lane/show-entry.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';

/** Pauses, drains or reopens the lane of the pull request's target, or, said under an issue, of the task's epic. */
export async function lane(deps: Deps, context: CommandContext, command: LaneCommand): Promise<Apply> {
  const { project, actor } = context;
  const { read } = deps.store;
  return async (tx) => {
    const branch = context.branch ?? (await branchOfThread(deps, tx, context));
    const found = branch === null ? null : await tx.lanes.byBranch(project.id, branch);
    const lanes = project.config?.epics.map((epic) => epic.branch) ?? [];
    if (!found) return refused(refusal, { kind: 'no_lane', branch, lanes });
    // Those at the door may come in again, or are to say why they may not. Before the lane, as whoever judges them locks.
    for (const pull of await read.openPullsByBase(project.id, found.branch)) await tx.pulls.doubt(pull.id);
    await steer(tx, found, command, actor.login);
    await tx.activity({
      projectId: project.id,
      kind: { pause: 'lane.paused', resume: 'lane.resumed', drain: 'lane.draining' }[command.action],
      actor: actor.login,
      detail: { branch: found.branch, ...(command.action === 'pause' ? { reason: command.reason } : {}) },
    });
    for (const entry of await tx.entries.liveOfLane(found.id)) {
      if (command.action === 'resume') await tx.entries.lookNow(entry.id);
      await showEntry(tx, project, entry);
    }
    tx.ring({ kind: 'lane', lane: found.id });
    return { kind: 'done' };
  };
}

async function steer(tx: Tx, found: Lane, command: LaneCommand, by: string): Promise<void> {
  switch (command.action) {
    case 'pause':
      return tx.lanes.pause(found.id, command.reason, by);
    case 'resume':
      return tx.lanes.resume(found.id);
    case 'drain':
      return tx.lanes.drain(found.id, by);
    default:
      return assertNever(command);
  }
}

/** Read only: a lane's commands lock its pull requests in the order of their numbers, whatever they are said under. */
async function branchOfThread(
  { store: { read } }: Deps,
  tx: Tx,
  { project, thread, isPull }: CommandContext,
): Promise<string | null> {
  const pull = isPull ? await read.pull(project.id, thread) : null;
  if (pull) return pull.baseRef;
  const task = isPull ? null : await read.task(project.id, thread);
  return task && ((await tx.tasks.card(task.id)).epic?.branch ?? null);
}
