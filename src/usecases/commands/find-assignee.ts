import { chooseAssignee, type AssigneeRefusal, type Chosen } from '../../core/choose-assignee.ts';
import type { Assignee } from '../../core/commands/assignee.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { AgentRow, Deps, Tx } from '../../ports.ts';
import { resolveActor } from '../resolve-actor.ts';
import type { CommandContext } from './command-context.ts';

/** Who is meant by a name. A login is asked of GitHub: it can change hands, and the rights belong to the number. */
export async function findAssignee(
  deps: Deps,
  { project }: CommandContext,
  wanted: Assignee,
): Promise<Result<Chosen, AssigneeRefusal>> {
  const account = wanted.kind === 'account' ? await deps.github.account(project, wanted.login) : null;
  return chooseAssignee(
    wanted,
    account && (await resolveActor(deps, project, account)),
    project.config?.agents.map(({ name }) => name) ?? [],
  );
}

/** The chosen one's row, and the issues it holds, with further claims of its own kept waiting. */
export async function lockAssignee(
  tx: Tx,
  { project }: CommandContext,
  chosen: Chosen,
): Promise<Result<{ readonly agent: AgentRow; readonly holding: readonly number[] }, AssigneeRefusal>> {
  const agent =
    chosen.kind === 'agent'
      ? await tx.agents.byName(project.id, chosen.name)
      : await tx.agents.ensurePerson(project.id, chosen.account);
  const name = chosen.kind === 'agent' ? chosen.name : chosen.account.login;
  if (!agent) return err({ kind: 'deactivated', agent: name });
  const holding = await tx.agents.lockHoldings(agent.id);
  // Somebody may have taken it out of service while the lock was waited for.
  const still = await tx.agents.byName(project.id, agent.name);
  return still ? ok({ agent: still, holding }) : err({ kind: 'deactivated', agent: agent.name });
}
