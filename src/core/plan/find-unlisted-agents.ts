import type { Plan } from './plan.ts';

/** Agents that tasks name and a plan with a list of agents does not list. */
export function findUnlistedAgents({ agents, tasks }: Plan): readonly string[] {
  if (agents.length === 0) return [];
  const listed = new Set(agents.map(({ name }) => name));
  const named = tasks.flatMap(({ agent }) => (agent !== null && !listed.has(agent) ? [agent] : []));
  return [...new Set(named)].sort();
}
