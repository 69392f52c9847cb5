import type { Actor } from './model/actor.ts';
import { atLeast } from './model/role.ts';
import type { Assignment, EndedHold } from './model/task.ts';
import { err, ok, type Result } from './result.ts';

/** Why somebody may not act for the hold on a task. `maintainers`: they could. */
export type HoldRefusal =
  | { readonly kind: 'nobody_holds'; readonly maintainers: boolean }
  | { readonly kind: 'other_holds'; readonly holder: string; readonly maintainers: boolean }
  /** The actor's own hold is over. `holder`: who has the task now. */
  | { readonly kind: 'hold_over'; readonly ended: EndedHold; readonly holder: string | null };

/**
 * In whose right `actor` acts on a task: as its holder, or as a maintainer where `maintainers` may. Whoever held it
 * once acts late: the fence of that hold is behind the one of today.
 */
export function checkHold(facts: {
  readonly actor: Pick<Actor, 'id' | 'role' | 'only'>;
  readonly holder: Assignment | null;
  /** The newest hold that the actor's account had and has no more. */
  readonly ended: EndedHold | null;
  readonly maintainers: boolean;
}): Result<'holder' | 'maintainer', HoldRefusal> {
  const { actor, holder, ended, maintainers } = facts;
  if (holder && isOwn(actor, holder)) return ok('holder');
  if (maintainers && atLeast(actor.role, 'maintainer')) return ok('maintainer');
  if (ended && isOwn(actor, { ...ended, accountId: actor.id }))
    return err({ kind: 'hold_over', ended, holder: holder?.agentName ?? null });
  return err(
    holder
      ? { kind: 'other_holds', holder: holder.agentName, maintainers }
      : { kind: 'nobody_holds', maintainers },
  );
}

/** Whether a hold is the actor's: its account's, and its own where it acts as one agent alone. */
export function isOwn(
  { id, only }: Pick<Actor, 'id' | 'only'>,
  hold: Pick<Assignment, 'accountId' | 'agentName'>,
): boolean {
  return hold.accountId === id && (only === undefined || hold.agentName === only);
}
