import type { AgentId } from './model/ids.ts';
import type { Assignment } from './model/task.ts';
import { err, ok, type Result } from './result.ts';

/** Why a hold is not passed on. */
export type HandoffRefusal =
  | { readonly kind: 'own'; readonly agent: string }
  | {
      readonly kind: 'at_limit';
      readonly agent: string;
      readonly max: number;
      readonly holding: readonly number[];
    }
  /** Its pull request would leave the merge queue, where only the holder's own may be. */
  | { readonly kind: 'in_lane'; readonly pull: number };

/** Whether the holder may pass its hold to `to`. What the task waits for does not matter: its work has begun. */
export function decideHandoff(facts: {
  readonly holder: Assignment;
  readonly to: {
    readonly id: AgentId;
    readonly name: string;
    readonly accountId: number;
    readonly maxClaims: number;
  };
  /** The issues that `to` holds now. */
  readonly holding: readonly number[];
  /** The task's pull request, if it is queued or further in its lane. */
  readonly inLane: number | null;
}): Result<null, HandoffRefusal> {
  const { holder, to, holding, inLane } = facts;
  if (holder.agentId === to.id) return err({ kind: 'own', agent: to.name });
  if (inLane !== null && to.accountId !== holder.accountId) return err({ kind: 'in_lane', pull: inLane });
  return holding.length < to.maxClaims
    ? ok(null)
    : err({ kind: 'at_limit', agent: to.name, max: to.maxClaims, holding });
}
