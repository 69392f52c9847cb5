import type { Missing } from './model/task.ts';

/** Why a task was not given to somebody who asked for it. */
export type ClaimRefusal =
  /**
   * Somebody else has it. `until` null: for as long as its pull request is in the merge queue. `yours`: another agent
   * under the asker's own account.
   */
  | { readonly kind: 'held'; readonly by: string; readonly until: Date | null; readonly yours: boolean }
  /** Dependencies are not done. */
  | { readonly kind: 'blocked'; readonly on: readonly Missing[] }
  /** A maintainer or the holder said that it cannot be worked on. */
  | { readonly kind: 'blocked_by_hand'; readonly reason: string | null }
  /** Its epic waits for another one. Percentages from 0 to 100. */
  | Extract<Missing, { readonly kind: 'threshold' }>
  | { readonly kind: 'done' }
  | { readonly kind: 'failed' }
  /** The agent holds as many tasks as it may. `holding`: their issue numbers. */
  | {
      readonly kind: 'at_limit';
      readonly agent: string;
      readonly max: number;
      readonly holding: readonly number[];
    }
  | { readonly kind: 'not_allowed'; readonly why: NotAllowed }
  /** The issue is in no epic. `labels`: any of these would put it into one. */
  | { readonly kind: 'untracked'; readonly labels: readonly string[] }
  /** Several agents run under the asker's account, and it did not say which one it is. */
  | { readonly kind: 'ambiguous_agent'; readonly names: readonly string[] }
  /** `/claim as <name>` names an agent of this project that belongs to somebody else, or none at all. */
  | { readonly kind: 'unknown_agent'; readonly name: string; readonly names: readonly string[] };

/** What keeps an account from claiming at all. */
export type NotAllowed =
  /** A bot that is not on the list; its numeric id is what would admit it. */
  | { readonly kind: 'unlisted_bot'; readonly id: number; readonly login: string }
  /** A person without write access. */
  | { readonly kind: 'needs_write' }
  /** The command is reserved for a higher role here. */
  | { readonly kind: 'needs_role'; readonly role: string }
  /** A maintainer took it out of service. */
  | { readonly kind: 'deactivated'; readonly agent: string }
  /** The listed agent belongs to another account. */
  | { readonly kind: 'other_account'; readonly agent: string };
