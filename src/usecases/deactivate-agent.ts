import type { ServiceOrder } from '../core/model/service-order.ts';
import type { Project } from '../core/model/project.ts';
import { tokenActor } from '../core/token-actor.ts';
import { deactivatedReply } from '../core/words/deactivated-reply.ts';
import type { AgentRow, Deps, Tx } from '../ports.ts';
import { releaseTask } from './release-task.ts';

/**
 * Takes an agent out of service: what it holds is free again, which is told where it is held, and it gets nothing more
 * until it is activated. Answers the issues that it held; null: there is no such agent.
 */
export async function deactivateAgent(
  deps: Pick<Deps, 'store'>,
  { project: id, agent: agentId, by, once }: ServiceOrder,
  reason: string,
): Promise<readonly number[] | null> {
  const project = await deps.store.read.project(id);
  const actor = project && tokenActor(by, project.config);
  if (!project || !actor) return null;
  if (once?.done) return once.done.released ?? [];
  return deps.store.transaction(async (tx) => {
    const agent = await tx.agents.deactivate(id, agentId);
    if (!agent) return null;
    // A claim that was under way holds this lock until it is seen here.
    const holding = await tx.agents.lockHoldings(agent.id);
    const end = { agent: agent.name, by: actor.login, reason };
    for (const issue of holding) await takeBack(tx, project, issue, { agent, end });
    await tx.activity({
      projectId: id,
      kind: 'agent.deactivated',
      actor: actor.login,
      detail: { ...end, holding },
    });
    if (once) await tx.settleWrite(once, { released: holding });
    return holding;
  });
}

/** Lets an agent work again. Null: there is no such agent. */
export async function activateAgent(
  deps: Pick<Deps, 'store'>,
  { project: id, agent: agentId, by, once }: ServiceOrder,
): Promise<AgentRow | null> {
  const project = await deps.store.read.project(id);
  const actor = project && tokenActor(by, project.config);
  if (!project || !actor) return null;
  const listed = project.config?.agents.map(({ name }) => name) ?? [];
  return deps.store.transaction(async (tx) => {
    const agent = await tx.agents.activate(id, agentId, listed);
    if (!agent || once?.done) return agent;
    await tx.activity({
      projectId: id,
      kind: 'agent.activated',
      actor: actor.login,
      detail: { agent: agent.name },
    });
    if (once) await tx.settleWrite(once, {});
    return agent;
  });
}

async function takeBack(
  tx: Tx,
  project: Project,
  issue: number,
  { agent, end }: { readonly agent: AgentRow; readonly end: Parameters<typeof deactivatedReply>[0] },
): Promise<void> {
  const task = await tx.tasks.lock(project.id, issue);
  const held = task && (await tx.assignments.active(task.id));
  if (!task || held?.agentId !== agent.id) return;
  await releaseTask(tx, project, task, { how: 'released', actor: end.by, reason: end.reason });
  await tx.effects.want({
    projectId: project.id,
    key: `deactivated:${held.id}`,
    settleMs: 0,
    kind: 'comment',
    issue,
    body: deactivatedReply(end),
  });
}
