import type { Caller } from './caller.ts';
import type { AgentId, ProjectId } from './ids.ts';
import type { Once } from './once.ts';

/** Which agent is taken out of service, or let in again, by whom. */
export interface ServiceOrder {
  readonly project: ProjectId;
  readonly agent: AgentId;
  readonly by: Caller;
  /** Set: it is done once, whoever asks again. */
  readonly once?: Once | null;
}
