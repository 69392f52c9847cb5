import type { LabelFamily } from '../label-saying.ts';
import type { ProjectId } from './ids.ts';

/**
 * One visible thing on GitHub, in its newest wanted form. `key` names it: writing the same key again replaces what has
 * not been sent (a newer sticky comment) or does nothing (the same reply twice).
 */
export type Effect = {
  readonly projectId: ProjectId;
  readonly key: string;
  /** How long a newer version may still replace this one before it is sent; 0: at once. */
  readonly settleMs: number;
} & EffectBody;

export type EffectBody =
  /** A new comment, sent once. */
  | { readonly kind: 'comment'; readonly issue: number; readonly body: string }
  /** The one comment of a task, edited in place: at once when `state` is new, else at most once a minute. */
  | { readonly kind: 'sticky'; readonly issue: number; readonly body: string; readonly state: string }
  | { readonly kind: 'reaction'; readonly commentId: number; readonly content: '+1' | '-1' | 'confused' }
  /** The labels of one prefix family that the issue should have; other labels are nobody's business here. */
  | {
      readonly kind: 'labels';
      readonly issue: number;
      readonly want: readonly string[];
      /** Labels that start with one of these and are not wanted are removed. */
      readonly manage: readonly string[];
      /** Labels that say something of this, and not what a wanted one says, are removed. */
      readonly instead?: LabelFamily;
      /** Close (as completed) in the same request, or leave the state alone. */
      readonly close: boolean;
    }
  /** Opens a closed issue again. */
  | { readonly kind: 'reopen'; readonly issue: number }
  /** GitHub's own "blocked by": there (`linked`), or not. */
  | {
      readonly kind: 'dependency';
      readonly issue: number;
      readonly on: { readonly owner: string; readonly name: string; readonly issue: number };
      readonly linked: boolean;
    }
  /** A new issue, opened once. */
  | {
      readonly kind: 'issue';
      readonly title: string;
      readonly body: string;
      readonly labels: readonly string[];
    }
  | { readonly kind: 'check'; readonly check: CheckOutput };

/** The `Flotilla` check run of one commit, or the configuration check. */
export interface CheckOutput {
  readonly name: string;
  readonly sha: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion: 'success' | 'failure' | 'neutral' | 'action_required' | null;
  readonly title: string;
  readonly summary: string;
  readonly actions: readonly {
    readonly label: string;
    readonly description: string;
    readonly identifier: string;
  }[];
}

/** What the outbox hands to the executor. `attempts` above 1: the last answer is unknown, so look before writing. */
export interface PendingEffect {
  readonly id: number;
  readonly effect: Effect;
  readonly version: number;
  readonly attempts: number;
  /** GitHub's id of the comment or check run, once known. */
  readonly externalId: number | null;
}
