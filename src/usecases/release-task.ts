import type { Project } from '../core/model/project.ts';
import type { Task } from '../core/model/task.ts';
import { nextStatus } from '../core/task-transition.ts';
import type { Tx } from '../ports.ts';
import { showTask } from './show-task.ts';

/** Ends the hold on a task, so that somebody else can take it. What its pull request has in a lane goes on leaving. */
export async function releaseTask(
  tx: Tx,
  project: Project,
  task: Task,
  end: { readonly how: 'released' | 'lapsed'; readonly actor: string; readonly reason?: string },
): Promise<void> {
  const ended = await tx.assignments.end(task.id, end.how);
  if (!ended) return;
  const status = nextStatus(task.status, { kind: 'released' });
  if (status) await tx.tasks.setStatus(task.id, status);
  await tx.activity({
    projectId: project.id,
    taskId: task.id,
    kind: `task.${end.how}`,
    actor: end.actor,
    detail: {
      holder: ended.agentName,
      fence: ended.fence,
      ...(end.reason === undefined ? {} : { reason: end.reason }),
    },
  });
  const pull = await tx.pulls.latestOfTask(task.id);
  const entry = pull && (await tx.entries.liveOfPull(pull.id));
  if (entry) {
    await tx.entries.lookNow(entry.id, 'suspect');
    tx.ring({ kind: 'lane', lane: entry.laneId });
  }
  await showTask(tx, project, task.id);
}
