import type { RepoEvent } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import type { Deps } from '../../ports.ts';
import { showTask } from '../show-task.ts';

/** A deployment of a pull request's head says how it went: evidence on its task. */
export async function deploymentChanged(
  deps: Deps,
  project: Project,
  event: Extract<RepoEvent, { kind: 'deployment_status' }>,
): Promise<void> {
  const pulls = await deps.store.read.pullsByHead(project.id, event.sha);
  await deps.store.transaction(async (tx) => {
    for (const { taskId } of pulls) {
      if (taskId === null) continue;
      const isNews = await tx.evidence.add({
        taskId,
        type: 'deployment',
        ref: `${event.sha}:${event.environment}:${event.state}`,
        summary: `${event.environment}: ${event.state}`,
        url: event.url,
        grade: 'observed',
      });
      if (isNews) await showTask(tx, project, taskId);
    }
  });
}
