import type { Actor } from '../../core/model/actor.ts';
import { rankTasks } from '../../core/next-task.ts';
import { claimRefusal } from '../../core/words/claim-refusal.ts';
import { nextReply, nothingNext } from '../../core/words/next-reply.ts';
import type { Deps } from '../../ports.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';

/** Which task the asker should take: the best of those that it may claim now, and why. */
export async function next(deps: Deps, context: CommandContext): Promise<Apply> {
  const { project, actor } = context;
  return async (tx) => {
    const held = await tx.assignments.heldBy(project.id, actor.id);
    const asking = agentsOf(actor).map((agent) => ({
      ...agent,
      holding: held.filter(({ agentName }) => agentName === agent.name).map(({ issue }) => issue),
    }));
    const free = asking.filter(({ holding, maxClaims }) => holding.length < maxClaims);
    const [first] = asking;
    if (free.length === 0 && first) {
      const { name: agent, maxClaims: max, holding } = first;
      return refused(claimRefusal, { kind: 'at_limit', agent, max, holding });
    }
    const tasks = await tx.tasks.open(project.id);
    const roles = free.flatMap(({ role }) => (role === null ? [] : [role]));
    const [best, ...others] = rankTasks(tasks, roles, deps.clock.now());
    return { kind: 'done', reply: best ? nextReply(best, others) : nothingNext(tasks) };
  };
}

/** People work under their own name, on one task at a time. */
function agentsOf(actor: Actor): readonly Pick<Actor['agents'][number], 'name' | 'role' | 'maxClaims'>[] {
  return actor.agents.length > 0 ? actor.agents : [{ name: actor.login, role: null, maxClaims: 1 }];
}
