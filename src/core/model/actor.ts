import type { AgentConfig } from './repository-config.ts';
import type { Role } from './role.ts';

/** A GitHub account as a payload or an answer names it. */
export interface Account {
  readonly id: number;
  readonly login: string;
  readonly isBot: boolean;
}

/** Who acts, with the rights that GitHub and the allow-list give. */
export interface Actor extends Account {
  readonly role: Role;
  /** The allow-listed agents that run under this account; empty for people and strangers. */
  readonly agents: readonly AgentConfig[];
  /** Name of the agent as which alone it acts, where it showed that agent's token: others of its account are others. */
  readonly only?: string;
}

/** A bot that nobody admitted. Bots act only when they are on the list. */
export function isUnlistedBot({ isBot, agents }: Actor): boolean {
  return isBot && agents.length === 0;
}
