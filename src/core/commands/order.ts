import type { Caller } from '../model/caller.ts';
import type { ProjectId } from '../model/ids.ts';
import type { Once } from '../model/once.ts';
import type { Command } from './command.ts';
import type { Outcome } from './outcome.ts';

/** A command that a program asks for, and what a comment with it would have been written under. */
export interface Order {
  readonly project: ProjectId;
  readonly by: Caller;
  /** An issue, or with `isPull` a pull request; 0: nothing, as where the lane's branch is named. */
  readonly thread: number;
  readonly isPull: boolean;
  readonly branch?: string;
  readonly command: Command;
  /** The line that a comment would have had. */
  readonly text: string;
  /** Set: it is done once, whoever asks again. */
  readonly once?: Once | null;
}

/** How an order ended. `withheld`: it looks like a loop. `nobody`: the caller can be nobody who may ask for it. */
export type Ordered = Outcome | { readonly kind: 'withheld' | 'nobody'; readonly reply: string };
