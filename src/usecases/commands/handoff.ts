import type { HandoffCommand } from '../../core/commands/handoff.ts';
import { decideHandoff } from '../../core/handoff.ts';
import type { Task } from '../../core/model/task.ts';
import { assigneeRefusal } from '../../core/words/assignee-refusal.ts';
import { handoffRefusal } from '../../core/words/handoff-refusal.ts';
import { holdRefusal } from '../../core/words/hold-refusal.ts';
import type { Deps, Tx } from '../../ports.ts';
import { giveTask } from '../give-task.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';
import { findAssignee, lockAssignee } from './find-assignee.ts';
import { given } from './given.ts';
import { heldTask } from './held-task.ts';
import { noTask } from './no-task.ts';
import { subjectTask } from './subject-task.ts';

/** Passes the holder's hold on to another agent, without a moment in which anybody could take the task. */
export async function handoff(deps: Deps, context: CommandContext, { to }: HandoffCommand): Promise<Apply> {
  const { project, actor } = context;
  const chosen = await findAssignee(deps, context, to);
  return async (tx) => {
    const next = chosen.ok ? await lockAssignee(tx, context, chosen.value) : chosen;
    const task = await subjectTask(tx, context);
    if (!task || !project.config) return noTask(context);
    const held = await heldTask(tx, context, task, 'holder');
    if (!held.ok) return refused(holdRefusal, held.error);
    const { holder } = held.value;
    if (!holder) return refused(holdRefusal, { kind: 'nobody_holds', maintainers: false });
    if (!next.ok) return refused(assigneeRefusal, next.error);
    const { agent: to, holding } = next.value;
    const facts = { holder, to, holding, inLane: await inLane(tx, task) };
    const decision = decideHandoff(facts);
    if (!decision.ok) return refused(handoffRefusal, decision.error);
    const by = {
      kind: 'task.handed_off',
      actor: actor.login,
      leaseMs: project.config.claims.leaseMs,
    } as const;
    const now = await giveTask(tx, project, task, to, by);
    return given(tx, context, task, { before: holder, now });
  };
}

/** The task's pull request, if it is further than the door of its lane. */
async function inLane(tx: Tx, task: Task): Promise<number | null> {
  const pull = await tx.pulls.latestOfTask(task.id);
  const entry = pull && (await tx.entries.liveOfPull(pull.id));
  return entry && entry.state !== 'waiting' ? entry.pull : null;
}
