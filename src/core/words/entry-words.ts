import { assertNever } from '../assert-never.ts';
import type { PullEntry, Lane } from '../model/lane.ts';
import { codeSpan } from './code-span.ts';
import { REASONS } from './ejection-reply.ts';
import { escapeText } from './escape-text.ts';

/** An entry with its place among the live ones (1: next), as cards and views carry it. */
export type PlacedEntry = PullEntry & { readonly place: number | null; readonly laneBranch: string };

/** Where an entry stands, as one sentence. */
export function entryWords(entry: PlacedEntry): string {
  const lane = codeSpan(entry.laneBranch);
  const place = entry.place === null ? '' : `, place ${entry.place}`;
  if (entry.leaving) return `Leaving the merge queue of ${lane}, asked for by ${codeSpan(entry.leaving.by)}.`;
  if (entry.held && entry.state !== 'landed' && entry.state !== 'ejected') {
    return `Held: passed over in the merge queue of ${lane} until a maintainer says \`/unhold\`.`;
  }
  switch (entry.state) {
    case 'waiting':
      return `Asked for; it enters the merge queue of ${lane} once this head is ready.`;
    case 'queued':
      return `In the merge queue of ${lane}${place}.`;
    case 'building':
      return `Its merge into ${lane} is being built.`;
    case 'testing':
      return `Its merge into ${lane} is being tested${entry.candidate ? ` as ${codeSpan(entry.candidate.sha.slice(0, 12))}` : ''}.`;
    case 'landing':
      return `Its gates passed; it is landing on ${lane}.`;
    case 'landed':
      return `Landed on ${lane}${entry.candidate ? ` as ${codeSpan(entry.candidate.sha.slice(0, 12))}` : ''}.`;
    case 'ejected':
      return `Out of the merge queue of ${lane}: ${entry.reason ? REASONS[entry.reason] : 'ended'}.`;
    default:
      return assertNever(entry.state);
  }
}

/** Why nothing new comes into a lane. */
export function drainingWords(draining: NonNullable<Lane['draining']>): string {
  return `⏳ The merge queue is draining, asked for by ${codeSpan(draining.by)}: what is in it lands, and nothing new comes in. A maintainer opens it with \`/lane resume\`.`;
}

/** Why nothing moves in a lane. */
export function pausedWords(paused: NonNullable<Lane['paused']>): string {
  const reason =
    paused.reason === 'target_missing'
      ? 'its branch is missing; a maintainer has to make it again'
      : escapeText(paused.reason);
  return `⏸️ The merge queue is paused by ${codeSpan(paused.by)}: ${reason}. A maintainer resumes it with \`/lane resume\`.`;
}
