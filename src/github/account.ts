import type { Account } from '../core/model/actor.ts';

/** The account that GitHub shows in the place of a deleted one. */
export const GHOST: Account = { id: 10137, login: 'ghost', isBot: false };

/** An account of a REST answer or a payload; null: deleted. */
export function restAccount(
  user:
    { readonly id: number; readonly login: string; readonly type?: string | undefined } | null | undefined,
): Account {
  if (!user) return GHOST;
  return { id: user.id, login: user.login, isBot: user.type === 'Bot' };
}

/** What to ask of an `Actor` in GraphQL, so that `graphqlAccount` can read it. */
export const ACTOR_FIELDS = `type: __typename login
  ... on User { databaseId } ... on Bot { databaseId } ... on Mannequin { databaseId } ... on Organization { databaseId }`;

export interface GraphqlActor {
  readonly type: string;
  readonly login: string;
  readonly databaseId?: number | null;
}

/** An account of a GraphQL answer. GraphQL names bots without the `[bot]` that REST and webhooks give them. */
export function graphqlAccount(actor: GraphqlActor | null): Account {
  if (!actor || typeof actor.databaseId !== 'number') return GHOST;
  const isBot = actor.type === 'Bot';
  const login = isBot && !actor.login.endsWith('[bot]') ? `${actor.login}[bot]` : actor.login;
  return { id: actor.databaseId, login, isBot };
}
