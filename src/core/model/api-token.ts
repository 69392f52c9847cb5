import type { AgentId, ProjectId } from './ids.ts';
import type { UnknownRepository } from './repository-refusal.ts';

/** What a token may be used for, from least to most. */
export const SCOPES = ['read', 'agent', 'maintain', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** What programs show to prove for whom they act. The text itself is shown once and never kept. */
export interface ApiToken {
  readonly id: number;
  /** What people call it. */
  readonly name: string;
  readonly scope: Scope;
  /** The one it is for; null (only with `admin`): all. */
  readonly project: { readonly id: ProjectId; readonly repository: string } | null;
  /** As whom alone it acts; null with every scope but `agent`. */
  readonly agent: { readonly id: AgentId; readonly name: string } | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
}

/** Whether what asks for `needed` may be done with `scope`. */
export function covers(scope: Scope, needed: Scope): boolean {
  return SCOPES.indexOf(scope) >= SCOPES.indexOf(needed);
}

/** What somebody asks for who wants a token. */
export interface TokenWish {
  readonly name: string;
  readonly scope: Scope;
  /** `owner/name`, in any case; null: all projects, or the only one there is. */
  readonly repository: string | null;
  readonly agent: string | null;
  readonly days: number;
}

/** Why there is no token. */
export type TokenRefusal =
  | UnknownRepository
  | { readonly kind: 'needs_repository'; readonly scope: Scope; readonly known: readonly string[] }
  | { readonly kind: 'needs_agent'; readonly known: readonly string[] }
  | { readonly kind: 'no_agent_wanted'; readonly scope: Scope }
  | {
      readonly kind: 'unknown_agent';
      readonly named: string;
      readonly repository: string;
      readonly known: readonly string[];
    };
