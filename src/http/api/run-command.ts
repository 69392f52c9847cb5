import type { Order } from '../../core/commands/order.ts';
import type { TaskView } from '../../ports.ts';
import type { ApiDeps } from './api-deps.ts';
import { carryOut, type Asker } from './carry-out.ts';
import { TASK_COMMANDS } from './command-forms.ts';
import { findTask } from './find-task.ts';

export type TaskCommand = keyof typeof TASK_COMMANDS;

/** What is about the task's pull request is said under it. */
const UNDER_PULLS: readonly TaskCommand[] = ['merge', 'dequeue', 'retry'];

/** Has a command about a task carried out: what a comment would have been answered, and the task as it is then. */
export async function runCommand(
  deps: Pick<ApiDeps, 'catalog' | 'order'>,
  asker: Asker,
  task: TaskView,
  { name, said }: { readonly name: TaskCommand; readonly said: unknown },
) {
  const args = TASK_COMMANDS[name].args(said);
  const message = await carryOut(deps, asker, aboutTask(task, name), { name, args });
  return { message, task: await findTask(deps.catalog, asker.caller, task.id) };
}

function aboutTask(task: TaskView, name: TaskCommand): Pick<Order, 'project' | 'thread' | 'isPull'> {
  const { projectId: project, issue, pull } = task;
  return UNDER_PULLS.includes(name) && pull !== null
    ? { project, thread: pull, isPull: true }
    : { project, thread: issue, isPull: false };
}
