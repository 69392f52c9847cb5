import type { AssigneeRefusal } from '../choose-assignee.ts';
import type { HoldRefusal } from '../check-hold.ts';
import type { ClaimRefusal } from '../claim-refusal.ts';
import type { EvidenceRefusal } from '../evidence/judge-evidence.ts';
import type { TooLong } from '../extend-lease.ts';
import type { HandoffRefusal } from '../handoff.ts';
import type { DependencyRefusal } from '../words/dependency-refusal.ts';
import type { Refusal } from '../words/refusal.ts';
import type { StateRefusal } from '../words/state-refusal.ts';

/** Why a command was not carried out, for programs; its words are the same wherever it was said. */
export type WhyNot =
  | Refusal
  | ClaimRefusal
  | HoldRefusal
  | AssigneeRefusal
  | HandoffRefusal
  | EvidenceRefusal
  | StateRefusal
  | DependencyRefusal
  | TooLong
  /** The comment was changed before it was read. */
  | { readonly kind: 'edited' };
