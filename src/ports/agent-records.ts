import type { Account } from '../core/model/actor.ts';
import type { AgentId, ProjectId } from '../core/model/ids.ts';

export interface AgentRow {
  readonly id: AgentId;
  readonly name: string;
  readonly accountId: number;
  readonly accountLogin: string;
  readonly maxClaims: number;
}

/** Reads and writes of agents, inside one transaction. */
export interface AgentRecords {
  byAccount(project: ProjectId, accountId: number): Promise<readonly AgentRow[]>;
  byName(project: ProjectId, name: string): Promise<AgentRow | null>;
  /** A person who claims for himself becomes an agent of his login. */
  ensurePerson(project: ProjectId, account: Account): Promise<AgentRow>;
  /** Serialises the claims of one agent; returns the issues it holds. */
  lockHoldings(agent: AgentId): Promise<readonly number[]>;
  /** Any signed action counts as a heartbeat. */
  seen(project: ProjectId, accountId: number): Promise<void>;
  /** The same of one agent, where several work under one account. */
  beat(agent: AgentId): Promise<void>;
}
