import type { ClaimRefusal } from '../core/claim-refusal.ts';
import { decideClaim } from '../core/claim.ts';
import type { Project } from '../core/model/project.ts';
import type { Assignment, Task } from '../core/model/task.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { AgentRow, Tx } from '../ports.ts';
import { giveTask } from './give-task.ts';

/**
 * Gives a locked task to an agent on a maintainer's word, by the rules of a claim; only that somebody holds it already
 * is no obstacle. `holding`: the issues that the agent holds.
 */
export async function assignTask(
  tx: Tx,
  project: Project,
  task: Task,
  to: { readonly agent: AgentRow; readonly holding: readonly number[] },
  by: { readonly actor: string; readonly now: Date },
): Promise<Result<Assignment, ClaimRefusal>> {
  const { config } = project;
  if (!config) return err({ kind: 'untracked', labels: [] });
  const { agent, holding } = to;
  const holder = await tx.assignments.active(task.id);
  const decision = decideClaim({
    task,
    missing: await tx.tasks.missing(task.id),
    holder: holder?.agentId === agent.id ? holder : null,
    agent,
    holding,
    epicLabels: config.epics.map((epic) => epic.label),
    now: by.now,
  });
  if (!decision.ok) return decision;
  const { leaseMs } = config.claims;
  return ok(await giveTask(tx, project, task, agent, { kind: 'task.assigned', actor: by.actor, leaseMs }));
}
