import type { Effect, PendingEffect } from '../core/model/effect.ts';
import type { RepoRef } from '../core/model/project.ts';

/** Effects that wait to be sent. */
export interface Outbox {
  /** Claims the next due effects of one installation, at most one per object and one executor per installation at a time. */
  claim(limit: number, leaseMs: number): Promise<readonly ClaimedEffect[]>;
  /**
   * Notes that `effect` is about to be sent, and renews its claim and those of the `rest`. False: it is somebody else's by
   * now, or nobody's, and must not be sent.
   */
  begin(effect: ClaimedEffect, rest: readonly ClaimedEffect[], leaseMs: number): Promise<boolean>;
  /** Does nothing, as do `fail` and `handBack`, when somebody else has claimed it since. */
  sent(effect: Claim & Pick<ClaimedEffect, 'version'>, externalId: number | null): Promise<void>;
  fail(effect: Claim, error: string, delayMs: number | null): Promise<void>;
  /** Gives claimed effects back, unsent: the claim does not count as an attempt. */
  handBack(effects: readonly ClaimedEffect[]): Promise<void>;
  /** There is no budget for effects of this kind: none of them is due before `ms` have passed. */
  wait(installationId: number, kind: Effect['kind'], ms: number): Promise<void>;
  /** Milliseconds until the next effect is due; null: none waits. */
  nextDue(): Promise<number | null>;
  /** How many effects still wait, for tests and the status page. */
  waiting(): Promise<number>;
  /** What GitHub would not have, oldest first, 1,000 at most. */
  dead(): Promise<readonly DeadEffect[]>;
  /** Makes a dead effect due at once. False: there is no such dead effect. */
  redrive(id: number): Promise<boolean>;
}

/** Which effect, and which of its claims: each has a higher fence than the one before. */
export interface Claim {
  readonly id: number;
  readonly fence: number;
}

export interface ClaimedEffect extends PendingEffect, Claim {
  readonly repo: RepoRef;
  /** Of what it is a part (`traceparent`), where somebody traces. */
  readonly trace?: string | null;
  /** Whether the lease has so much time left that one more request ends within it. */
  stillMine(): boolean;
}

export interface DeadEffect {
  readonly id: number;
  readonly repository: string;
  readonly kind: Effect['kind'];
  readonly key: string;
  readonly error: string;
  readonly attempts: number;
  readonly wantedAt: Date;
}
