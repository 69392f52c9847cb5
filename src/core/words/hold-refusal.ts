import { assertNever } from '../assert-never.ts';
import type { HoldRefusal } from '../check-hold.ts';
import type { EndedHold } from '../model/task.ts';
import { escapeText } from './escape-text.ts';
import { when } from './when.ts';

const HOW: Readonly<Record<EndedHold['how'], string>> = {
  done: 'the task was done',
  released: 'it was given back or passed on',
  lapsed: 'it ran out and nothing was heard of its holder',
};

/** Why somebody may not act for the hold on a task, and what to do. */
export function holdRefusal(refusal: HoldRefusal): string {
  switch (refusal.kind) {
    case 'nobody_holds':
      return `Nobody holds this task, and only its holder${refusal.maintainers ? ' or a maintainer' : ''} can do that. Take it first with \`/claim\`.`;
    case 'other_holds':
      return `**${escapeText(refusal.holder)}** holds this task, and only it${refusal.maintainers ? ' or a maintainer' : ''} can do that.`;
    case 'hold_over':
      return over(refusal.ended, refusal.holder);
    default:
      return assertNever(refusal);
  }
}

function over(ended: EndedHold, holder: string | null): string {
  const now =
    holder === null
      ? 'Nobody holds the task now; `/claim` takes it again.'
      : `**${escapeText(holder)}** holds the task now.`;
  return `The hold of **${escapeText(ended.agentName)}** on this task ended at ${when(ended.endedAt)}: ${HOW[ended.how]}. What is still said in its name changes nothing. ${now}`;
}
