import type { ProjectId } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import type { Deps, Tx } from '../ports.ts';
import { showTask } from './show-task.ts';

/** What an agent holds, and until when. */
export interface Hold {
  readonly issue: number;
  readonly until: Date;
}

/**
 * An agent says that it lives: it is healthy, and what it holds has a fresh lease. `unlisted`: the repository's
 * configuration lists no such agent any more.
 */
export async function heartbeat(
  deps: Pick<Deps, 'store'>,
  id: ProjectId,
  name: string,
): Promise<readonly Hold[] | 'unlisted' | 'deactivated'> {
  const project = await deps.store.read.project(id);
  if (!project?.config?.agents.some((agent) => agent.name === name)) return 'unlisted';
  const { leaseMs } = project.config.claims;
  return deps.store.transaction(async (tx) => {
    const agent = await tx.agents.byName(id, name);
    if (!agent) return 'deactivated';
    await tx.agents.beat(agent.id);
    const holds: Hold[] = [];
    for (const issue of await tx.agents.lockHoldings(agent.id)) {
      const hold = await renew(tx, project, { issue, leaseMs, agent: name });
      if (hold) holds.push(hold);
    }
    return holds;
  });
}

/** The status comment is edited only where it tells of a lease that is about to end: agents live every minute. */
async function renew(
  tx: Tx,
  project: Project,
  { issue, leaseMs, agent }: { readonly issue: number; readonly leaseMs: number; readonly agent: string },
): Promise<Hold | null> {
  const task = await tx.tasks.lock(project.id, issue);
  const before = task && (await tx.assignments.active(task.id));
  if (!task || before?.agentName !== agent) return null;
  await tx.assignments.renew(task.id, leaseMs);
  if (before.warnedAt !== null) await showTask(tx, project, task.id);
  const after = await tx.assignments.active(task.id);
  return after && { issue, until: after.expiresAt };
}
