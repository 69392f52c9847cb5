import type { Sha } from '../model/ids.ts';
import { codeSpan } from './code-span.ts';

/** Said on a pull request that got a new head in the very moment in which its former one landed. */
export function landedOlderHead(landed: { readonly head: Sha; readonly branch: string }, now: Sha): string {
  return [
    `**${codeSpan(landed.head.slice(0, 12))} has landed on ${codeSpan(landed.branch)}**, and then this pull request got a new head, ${codeSpan(now.slice(0, 12))}, which has not.`,
    'Its task is done. What came after needs a task of its own, or a maintainer who asks for it with `/merge`.',
  ].join('\n\n');
}
