import type { Caller } from './caller.ts';
import type { AgentId, ProjectId } from './ids.ts';

/** Which agent is taken out of service, or let in again, by whom. */
export interface ServiceOrder {
  readonly project: ProjectId;
  readonly agent: AgentId;
  readonly by: Caller;
}
