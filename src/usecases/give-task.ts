import type { Project } from '../core/model/project.ts';
import type { Assignment, Task } from '../core/model/task.ts';
import { nextStatus } from '../core/task-transition.ts';
import type { AgentRow, Tx } from '../ports.ts';
import { doubtPull } from './doubt-pull.ts';
import { showTask } from './show-task.ts';

/**
 * Gives a locked task to an agent under a new lease, with a new fence; whoever held it before does so no more. Who may
 * have it was decided before. `kind`: what the log calls it.
 */
export async function giveTask(
  tx: Tx,
  project: Project,
  task: Task,
  agent: AgentRow,
  by: {
    readonly kind: 'task.assigned' | 'task.handed_off';
    readonly actor: string;
    readonly leaseMs: number;
  },
): Promise<Assignment> {
  const before = await tx.assignments.active(task.id);
  if (before && before.agentId !== agent.id) await tx.assignments.end(task.id, 'released');
  const { assignment } = await tx.assignments.claim(task.id, agent.id, by.leaseMs);
  const status = nextStatus(task.status, { kind: 'claimed' });
  if (status) await tx.tasks.setStatus(task.id, status);
  await tx.activity({
    projectId: project.id,
    taskId: task.id,
    kind: by.kind,
    actor: by.actor,
    detail: {
      agent: agent.name,
      before: before?.agentName ?? null,
      until: assignment.expiresAt,
      fence: assignment.fence,
    },
  });
  await doubtPull(tx, task.id);
  await showTask(tx, project, task.id);
  return assignment;
}
