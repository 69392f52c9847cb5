import type { Project } from '../core/model/project.ts';
import type { Task } from '../core/model/task.ts';
import { nextStatus } from '../core/task-transition.ts';
import type { Tx } from '../ports.ts';

/** Gives a task to an agent on a maintainer's word; whoever held it is released first. Unknown agents change nothing. */
export async function assignTask(
  tx: Tx,
  project: Project,
  task: Task,
  agentName: string,
  actor: string,
): Promise<void> {
  const agent = await tx.agents.byName(project.id, agentName);
  if (!agent || !project.config || task.status === 'done' || task.status === 'failed') return;
  const before = await tx.assignments.end(task.id, 'released');
  const { assignment } = await tx.assignments.claim(task.id, agent.id, project.config.claims.leaseMs);
  const status = nextStatus(task.status, { kind: 'claimed' });
  if (status) await tx.tasks.setStatus(task.id, status);
  await tx.activity({
    projectId: project.id,
    taskId: task.id,
    kind: 'task.assigned',
    actor,
    detail: { agent: agentName, before: before?.agentName ?? null, until: assignment.expiresAt },
  });
}
