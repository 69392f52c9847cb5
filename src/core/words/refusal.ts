import { assertNever } from '../assert-never.ts';
import type { Role } from '../model/role.ts';
import type { EntryState } from '../model/lane.ts';
import { claimRefusal, unlistedBot, untracked } from './claim-refusal.ts';
import { codeSpan } from './code-span.ts';
import { listed } from './listed.ts';
import type { ClaimRefusal } from '../claim-refusal.ts';

/** Why a command was not carried out. */
export type Refusal =
  | { readonly kind: 'usage'; readonly usage: string; readonly problem: string }
  /** `who` null: this repository's own configuration asks for the role. */
  | { readonly kind: 'needs_role'; readonly has: Role; readonly needs: Role; readonly who: string | null }
  | { readonly kind: 'unlisted_bot'; readonly id: number; readonly login: string }
  | { readonly kind: 'untracked'; readonly labels: readonly string[] }
  | { readonly kind: 'no_task' }
  | { readonly kind: 'not_held' }
  | { readonly kind: 'not_author'; readonly author: string }
  | { readonly kind: 'no_open_pull' }
  /** `branch` null: the thread has no pull request and no epic. */
  | { readonly kind: 'no_lane'; readonly branch: string | null; readonly lanes: readonly string[] }
  | { readonly kind: 'bot_must_name_sha'; readonly head: string }
  | { readonly kind: 'other_head'; readonly named: string; readonly head: string }
  | { readonly kind: 'already_queued'; readonly state: EntryState; readonly branch: string }
  | { readonly kind: 'older_head_leaving' }
  | { readonly kind: 'not_queued' }
  | { readonly kind: 'nothing_to_retry' }
  | { readonly kind: 'claim'; readonly refusal: ClaimRefusal };

/** What was refused, why, and what to do. Commands are named in code only, so that nothing here runs. */
export function refusal(why: Refusal): string {
  switch (why.kind) {
    case 'usage':
      return `I did not understand that. ${why.problem} Usage: ${codeSpan(why.usage)}`;
    case 'needs_role':
      return `That is for ${why.who === null ? `the role ${codeSpan(why.needs)} or higher in this repository` : `${why.who} (role ${codeSpan(why.needs)} or higher)`}; you have the role ${codeSpan(why.has)} here. Ask somebody who has it.`;
    case 'unlisted_bot':
      return unlistedBot(why);
    case 'untracked':
      return untracked(why.labels);
    case 'no_task':
      return 'This belongs to no task, so nothing was changed. A pull request is linked to its task by a line `Task: #n` in its description, or by a branch named `<agent>/<n>-...`.';
    case 'not_held':
      return 'Nobody holds this task, so there is nothing to give back.';
    case 'not_author':
      return `Only the author of the pull request (${codeSpan(why.author)}) or a maintainer can do that.`;
    case 'no_open_pull':
      return 'There is no open pull request here to merge. Open one for this task, or say it under the pull request.';
    case 'no_lane':
      return noLane(why.branch, why.lanes);
    case 'bot_must_name_sha':
      return `A bot has to name the commit that it means, so that it cannot queue another one by accident. The head is now ${codeSpan(why.head)}; if you mean it, say ${codeSpan(`/merge ${why.head.slice(0, 12)}`)}.`;
    case 'other_head':
      return `You named ${codeSpan(why.named)}, but the head of this pull request is ${codeSpan(why.head)}. Look at what changed, then name the head if you mean it.`;
    case 'already_queued':
      return `This head is in the merge queue of ${codeSpan(why.branch)} already (${stateWords(why.state)}). The \`Flotilla\` check shows how it stands.`;
    case 'older_head_leaving':
      return 'An older head of this pull request is just leaving the merge queue. Ask again in a minute.';
    case 'not_queued':
      return 'This pull request is not in the merge queue, so there is nothing to take out.';
    case 'nothing_to_retry':
      return 'This head has not been in the merge queue yet, so there is nothing to try again. Ask for it with `/merge`.';
    case 'claim':
      return claimRefusal(why.refusal);
    default:
      return assertNever(why);
  }
}

function noLane(branch: string | null, lanes: readonly string[]): string {
  const known = listed(
    lanes.map((lane) => codeSpan(lane)),
    10,
  );
  if (lanes.length === 0) return untracked([]);
  return branch === null
    ? `There is no merge queue for this thread: it has no pull request and belongs to no epic. The merge queues are ${known}.`
    : `There is no merge queue for ${codeSpan(branch)}. Change the base of the pull request to one of ${known}.`;
}

function stateWords(state: EntryState): string {
  return state === 'waiting' ? 'waiting for its head to be ready' : state;
}
