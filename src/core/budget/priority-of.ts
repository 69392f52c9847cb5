import { assertNever } from '../assert-never.ts';
import type { EffectBody } from '../model/effect.ts';
import type { Priority } from './limits.ts';

/** How soon an effect has to wait when the budget runs short. */
export function priorityOf(effect: EffectBody): Priority {
  switch (effect.kind) {
    case 'labels':
      // Its pull request landed: the issue is what people look at.
      return effect.close ? 'comment' : 'label';
    case 'dependency':
    case 'sticky':
    case 'reaction':
      return 'status';
    case 'comment':
    case 'issue':
    case 'reopen':
      return 'comment';
    case 'check':
      return 'check';
    default:
      return assertNever(effect);
  }
}
