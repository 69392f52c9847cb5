import type { AgentConfig } from './repository-config.ts';

/** What somebody may do, from least to most. */
export const ROLES = ['anyone', 'agent', 'writer', 'maintainer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

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
}

/** True when `role` is at least `needed`. */
export function atLeast(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** A bot that nobody admitted. Bots act only when they are on the list. */
export function isUnlistedBot({ isBot, agents }: Actor): boolean {
  return isBot && agents.length === 0;
}
