import type { ClaimRefusal } from './claim-refusal.ts';
import type { AgentId } from './model/ids.ts';
import type { Assignment, Missing, Task } from './model/task.ts';
import { err, ok, type Result } from './result.ts';

/** Everything that decides whether an agent may have a task. */
export interface ClaimFacts {
  readonly task: Task;
  readonly missing: readonly Missing[];
  readonly holder: Assignment | null;
  readonly agent: {
    readonly id: AgentId;
    readonly name: string;
    readonly accountId: number;
    readonly maxClaims: number;
  };
  /** The issues the agent holds now. */
  readonly holding: readonly number[];
  /** Labels that would put the issue into an epic. */
  readonly epicLabels: readonly string[];
  readonly now: Date;
}

/**
 * Whether `agent` may take the task now. A lapsed hold counts as none; claiming what one holds renews it. The database
 * has the last word: two who are both allowed here still get one winner.
 */
export function decideClaim(facts: ClaimFacts): Result<'take' | 'renew', ClaimRefusal> {
  const { task, holder, agent } = facts;
  if (task.epicId === null) return err({ kind: 'untracked', labels: facts.epicLabels });
  if (task.status === 'done' || task.status === 'failed') return err({ kind: task.status });
  if (holder?.agentId === agent.id) return ok('renew');
  if (holder && holder.expiresAt > facts.now) return err(heldBy(holder, agent.accountId, facts.now));
  if (task.status === 'blocked') return err({ kind: 'blocked_by_hand', reason: task.blockedReason });
  const threshold = facts.missing.find((missing) => missing.kind === 'threshold');
  if (threshold) return err(threshold);
  if (facts.missing.length > 0) return err({ kind: 'blocked', on: facts.missing });
  if (facts.holding.length >= agent.maxClaims) {
    return err({ kind: 'at_limit', agent: agent.name, max: agent.maxClaims, holding: facts.holding });
  }
  return ok('take');
}

/**
 * The refusal that names the holder; `yours` when it is another agent of the same account. A lease that is over and
 * still stands is held up by the merge queue, so its end would say nothing.
 */
export function heldBy(holder: Assignment, accountId: number, now: Date): ClaimRefusal {
  return {
    kind: 'held',
    by: holder.agentName,
    until: holder.expiresAt > now ? holder.expiresAt : null,
    yours: holder.accountId === accountId,
  };
}
