import type { Reaction } from '../model.ts';
import type { Twin } from '../twin.ts';
import { iso } from './iso.ts';
import { renderUser } from './user.ts';

const kinds = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'] as const;

/** The roll-up of reactions that issues and comments carry. */
export function renderReactions(url: string, reactions: readonly Reaction[]) {
  const counts = Object.fromEntries(
    kinds.map((kind) => [kind, reactions.filter((one) => one.content === kind).length]),
  ) as Record<(typeof kinds)[number], number>;
  return { url: `${url}/reactions`, total_count: reactions.length, ...counts };
}

export function renderReaction(twin: Twin, reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: reaction.nodeId,
    user: renderUser(twin, reaction.user),
    content: reaction.content,
    created_at: iso(reaction.createdAt),
  };
}
