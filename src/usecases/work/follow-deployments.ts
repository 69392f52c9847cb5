import type { Project } from '../../core/model/project.ts';
import type { Pull } from '../../core/model/pull.ts';
import { deploymentChanged } from '../events/deployment-changed.ts';
import type { ChoreDeps, KeepChore } from './chore.ts';

const DAY_MS = 86_400_000;
/** Each costs a request. */
const ASKED_AT_MOST = 30;

/**
 * How deployments went that nobody told of: of the heads of open pull requests and of those that landed within a day, the
 * newest deployments first.
 */
export async function followDeployments(deps: ChoreDeps, project: Project, keep: KeepChore): Promise<void> {
  const since = new Date(deps.clock.now().getTime() - DAY_MS);
  let asked = 0;
  for (const { id, sha, environment } of await deps.changes.deployments(project)) {
    if (asked === ASKED_AT_MOST) return;
    const pulls = await deps.store.read.pullsByHead(project.id, sha);
    if (!pulls.some((pull) => isOfTask(pull, since))) continue;
    await keep();
    asked += 1;
    const status = await deps.changes.deploymentStatus(project, id);
    if (status)
      await deploymentChanged(deps, project, { kind: 'deployment_status', sha, environment, ...status });
  }
}

function isOfTask({ taskId, state, updatedAt }: Pull, since: Date): boolean {
  return taskId !== null && (state === 'open' || (state === 'merged' && updatedAt >= since));
}
