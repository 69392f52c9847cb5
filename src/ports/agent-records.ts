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
  /** Takes an agent or person out of service, or lets it work again if it is a person or `listed`. Null: no such agent. */
  deactivate(project: ProjectId, agent: AgentId): Promise<AgentRow | null>;
  activate(project: ProjectId, agent: AgentId, listed: readonly string[]): Promise<AgentRow | null>;
  /** Any signed action counts as a heartbeat. */
  seen(project: ProjectId, accountId: number): Promise<void>;
  /** The same of one agent, where several work under one account. */
  beat(agent: AgentId): Promise<void>;
}
