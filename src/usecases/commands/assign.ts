import type { AssignCommand } from '../../core/commands/assign.ts';
import { assigneeRefusal } from '../../core/words/assignee-refusal.ts';
import { claimRefusal } from '../../core/words/claim-refusal.ts';
import type { Deps } from '../../ports.ts';
import { assignTask } from '../assign-task.ts';
import { refuse, refused, type Apply, type CommandContext } from './command-context.ts';
import { findAssignee, lockAssignee } from './find-assignee.ts';
import { given } from './given.ts';
import { knowTask } from './know-task.ts';
import { noTask } from './no-task.ts';
import { subjectTask } from './subject-task.ts';

/** Gives the task to somebody else, by the rules of a claim; whoever holds it makes way. */
export async function assign(deps: Deps, context: CommandContext, { to }: AssignCommand): Promise<Apply> {
  await knowTask(deps, context);
  const chosen = await findAssignee(deps, context, to);
  if (!chosen.ok) return refuse(assigneeRefusal, chosen.error);
  return async (tx) => {
    const { project, actor } = context;
    const assignee = await lockAssignee(tx, context, chosen.value);
    const task = await subjectTask(tx, context);
    if (!task) return noTask(context);
    if (!assignee.ok) return refused(assigneeRefusal, assignee.error);
    const before = await tx.assignments.active(task.id);
    const by = { actor: actor.login, now: deps.clock.now() };
    const assigned = await assignTask(tx, project, task, assignee.value, by);
    if (!assigned.ok) return refused(claimRefusal, assigned.error);
    return given(tx, context, task, { before, now: assigned.value });
  };
}
