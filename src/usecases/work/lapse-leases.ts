import { lapsedReply } from '../../core/words/lease-reply.ts';
import type { Deps } from '../../ports.ts';
import { releaseTask } from '../release-task.ts';
import { showTask } from '../show-task.ts';

/** Warns the holders whose lease is over, and later takes the tasks back that nobody works on any more. */
export async function lapseLeases(deps: Pick<Deps, 'store' | 'log'>): Promise<void> {
  for (const { project: projectId, issue, expired } of await deps.store.read.lapsingAssignments()) {
    const project = await deps.store.read.project(projectId);
    if (!project) continue;
    await deps.store.transaction(async (tx) => {
      const task = await tx.tasks.lock(projectId, issue);
      const holder = task && (await tx.assignments.active(task.id));
      if (!task || !holder) return;
      if (expired === 'warn') {
        await tx.assignments.warn(task.id);
        await tx.activity({
          projectId,
          taskId: task.id,
          kind: 'lease.warned',
          actor: 'flotilla',
          detail: { holder: holder.agentName },
        });
        return showTask(tx, project, task.id);
      }
      await releaseTask(tx, project, task, { how: 'lapsed', actor: 'flotilla' });
      await tx.effects.want({
        projectId,
        key: `lapsed:${holder.id}`,
        settleMs: 0,
        kind: 'comment',
        issue,
        body: lapsedReply({ agent: holder.agentName, issue, until: holder.expiresAt }),
      });
    });
  }
}
