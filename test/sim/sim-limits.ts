import type { Amount } from '../../src/core/budget/amount.ts';
import { CHANGE, CREATION, LIMITS, READ, type Limits } from '../../src/core/budget/limits.ts';
import type { EffectBody } from '../../src/core/model/effect.ts';

/**
 * What may be asked of the simulated GitHub: three quarters of what it publishes. An hour is more than GitHub's own, since
 * ten busy minutes here hold the work of half a day; a minute is so little more that a crowd fills it.
 */
export const SIM_LIMITS: Limits = {
  ...LIMITS,
  contentPerMinute: LIMITS.contentPerMinute * 1.5,
  contentPerHour: LIMITS.contentPerHour * 4,
  pointsPerMinute: LIMITS.pointsPerMinute * 1.5,
  requestsPerHour: LIMITS.requestsPerHour * 4,
};

const CREATES = new Set(['createBranch', 'createCommit', 'merge', 'updateRefs']);

/** What one call of the port costs, as the adapter's one request for it does. */
export function costOfCall(method: string, args: readonly unknown[]): Amount {
  if (method === 'perform')
    return costOfEffect(args[1] as EffectBody, args[2] as { readonly externalId: number | null });
  if (method === 'deleteBranch') return CHANGE;
  return CREATES.has(method) ? CREATION : READ;
}

function costOfEffect({ kind }: EffectBody, { externalId }: { readonly externalId: number | null }): Amount {
  switch (kind) {
    case 'labels':
    case 'reopen':
    case 'dependency':
      return CHANGE;
    case 'comment':
    case 'reaction':
    case 'issue':
      return CREATION;
    case 'sticky':
    case 'check':
      return externalId === null ? CREATION : CHANGE;
  }
}
