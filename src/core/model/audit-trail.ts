import type { EvidenceType } from './evidence.ts';
import type { EjectReason, EntryState } from './lane.ts';
import type { RepositoryRefusal } from './repository-refusal.ts';
import type { TaskStatus } from './task.ts';

/** Everything that is known of one task, from its issue to the commit that landed for it; each list in order of time. */
export interface AuditTrail {
  /** `owner/name` */
  readonly repository: string;
  readonly issue: number;
  readonly title: string;
  readonly status: TaskStatus;
  readonly createdAt: Date;
  readonly doneAt: Date | null;
  readonly epic: { readonly key: string; readonly title: string; readonly branch: string } | null;
  readonly holds: readonly AuditHold[];
  readonly commands: readonly AuditCommand[];
  readonly evidence: readonly AuditEvidence[];
  readonly pulls: readonly AuditPull[];
  readonly entries: readonly AuditEntry[];
  /** The log of the task and of its entries. It is pruned, the rest is not. */
  readonly activity: readonly AuditActivity[];
}

/** A hold on the task. Who began and ended it comes from the log; null: it no longer says. */
export interface AuditHold {
  readonly fence: number;
  readonly agent: string;
  readonly account: string;
  readonly status: 'active' | 'done' | 'released' | 'lapsed';
  readonly from: Date;
  readonly expires: Date;
  readonly ended: Date | null;
  readonly begun: { readonly kind: string; readonly actor: string } | null;
  readonly endedBy: string | null;
}

/** A command line in the task's issue or one of its pull requests. */
export interface AuditCommand {
  readonly at: Date;
  readonly thread: number;
  readonly commentId: number;
  readonly line: number;
  readonly actorId: number;
  /** Null: the id belongs to no account that ever held or asked for anything here. */
  readonly actor: string | null;
  readonly text: string;
  readonly outcome: string;
}

export interface AuditEvidence {
  readonly at: Date;
  readonly type: EvidenceType;
  readonly grade: 'claimed' | 'observed' | 'verified';
  readonly ref: string;
  readonly summary: string;
  readonly url: string | null;
}

export interface AuditPull {
  readonly number: number;
  readonly title: string;
  readonly state: 'open' | 'closed' | 'merged';
  readonly draft: boolean;
  readonly author: string;
  readonly headRef: string;
  readonly baseRef: string;
  /** Every head that asked to land, and at the end the one it has now. */
  readonly heads: readonly string[];
}

/** One head of one pull request in a lane. */
export interface AuditEntry {
  readonly id: number;
  readonly pull: number;
  readonly branch: string;
  readonly head: string;
  readonly state: EntryState;
  readonly requester: string;
  readonly how: 'auto' | 'command';
  readonly queuedAt: Date;
  readonly endedAt: Date | null;
  readonly reason: EjectReason | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
  /** Every candidate that was built for it, as far as the log reaches back, and at the end the newest. */
  readonly candidates: readonly AuditCandidate[];
  readonly landed: string | null;
}

/** A commit that would have landed. `tree`: known of the newest one only. */
export interface AuditCandidate {
  readonly sha: string;
  readonly tree: string | null;
  readonly base: string | null;
  /** It is judged by the runs of the head, whose tree it has. */
  readonly inheritsHead: boolean;
  /** What the gates said of it. */
  readonly gates: readonly { readonly verdict: string; readonly url: string | null }[];
  readonly runs: readonly AuditRun[];
}

/** A workflow run (`workflow`, `event`, `attempt`) or another App's check on exactly this commit. */
export interface AuditRun {
  readonly name: string;
  readonly event: string | null;
  readonly attempt: number | null;
  readonly status: string;
  readonly conclusion: string | null;
  readonly url: string;
}

export interface AuditActivity {
  readonly at: Date;
  readonly kind: string;
  readonly actor: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Why there is no trail. */
export type AuditRefusal =
  RepositoryRefusal | { readonly kind: 'no_task'; readonly repository: string; readonly issue: number };
