import type { Caller } from '../../core/model/caller.ts';
import { actsAsNoAgent, listedNoMore } from '../../core/words/asker-refusal.ts';
import { deactivated } from '../../core/words/claim-refusal.ts';
import { HttpProblem } from '../http-problem.ts';
import type { ApiDeps } from './api-deps.ts';

/** A sign of life of the caller's agent: which one it is, and what it holds, with fresh leases. */
export async function beat({ heartbeat }: Pick<ApiDeps, 'heartbeat'>, caller: Caller | null) {
  const agent = caller?.agent ?? null;
  if (agent === null || caller?.project == null) throw new HttpProblem(400, actsAsNoAgent());
  const holds = await heartbeat(caller.project, agent.name);
  if (holds === 'unlisted') throw new HttpProblem(403, listedNoMore(agent.name), { reason: 'nobody' });
  if (holds === 'deactivated') throw new HttpProblem(403, deactivated(agent.name), { reason: 'deactivated' });
  return { agent, holds };
}
