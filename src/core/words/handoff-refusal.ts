import { assertNever } from '../assert-never.ts';
import type { HandoffRefusal } from '../handoff.ts';
import { claimRefusal } from './claim-refusal.ts';
import { escapeText } from './escape-text.ts';

/** Why a hold is not passed on, and what to do first. */
export function handoffRefusal(refusal: HandoffRefusal): string {
  switch (refusal.kind) {
    case 'own':
      return `**${escapeText(refusal.agent)}** holds this task already, so there is nothing to pass on. \`/extend\` asks for more time.`;
    case 'at_limit':
      return claimRefusal(refusal);
    case 'in_lane':
      return `#${refusal.pull} is in the merge queue, where only the holder's own pull request may be. Wait until it has landed, or take it out first with \`/dequeue\` there.`;
    default:
      return assertNever(refusal);
  }
}
