import type { LaneCommand } from '../../core/commands/lane.ts';
import { refusal } from '../../core/words/refusal.ts';
import type { Deps } from '../../ports.ts';
import { showPull } from '../show-pull.ts';
import type { Apply, CommandContext } from './command-context.ts';
import { subjectPull } from './subject-pull.ts';
import { subjectTask } from './subject-task.ts';

/** Pauses or resumes the lane of the pull request's target, or of the task's epic. */
export async function lane(_deps: Deps, context: CommandContext, command: LaneCommand): Promise<Apply> {
  return async (tx) => {
    const { project, actor } = context;
    const branch = (await subjectPull(tx, context))?.baseRef ?? (await epicBranch(tx, context));
    const found = branch === null ? null : await tx.lanes.byBranch(project.id, branch);
    const lanes = project.config?.epics.map((epic) => epic.branch) ?? [];
    if (!found) return { kind: 'refused', reply: refusal({ kind: 'no_lane', branch, lanes }) };
    if (command.action === 'drain')
      return { kind: 'refused', reply: refusal({ kind: 'not_available', usage: '/lane drain' }) };
    if (command.action === 'pause') await tx.lanes.pause(found.id, command.reason, actor.login);
    else await tx.lanes.resume(found.id);
    await tx.activity({
      projectId: project.id,
      kind: command.action === 'pause' ? 'lane.paused' : 'lane.resumed',
      actor: actor.login,
      detail: { branch: found.branch, ...(command.action === 'pause' ? { reason: command.reason } : {}) },
    });
    for (const entry of await tx.entries.liveOfLane(found.id)) {
      if (command.action === 'resume') await tx.entries.lookNow(entry.id);
      await showPull(tx, project, entry.pullId);
    }
    tx.ring({ kind: 'lane', lane: found.id });
    return { kind: 'done' };
  };
}

async function epicBranch(tx: Parameters<Apply>[0], context: CommandContext): Promise<string | null> {
  const task = await subjectTask(tx, context);
  return task ? ((await tx.tasks.card(task.id)).epic?.branch ?? null) : null;
}
