import type { Command } from '../../core/commands/command.ts';
import type { WhyNot } from '../../core/commands/why-not.ts';
import type { Caller } from '../../core/model/caller.ts';
import type { ProjectId } from '../../core/model/ids.ts';
import type { Ranked } from '../../core/next-task.ts';
import type { Catalog } from '../../ports.ts';

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
}

/** How it ended. `withheld`: it looks like a loop. `nobody`: the caller can be nobody who may ask for it. */
export type Ordered =
  | { readonly kind: 'done'; readonly reply?: string }
  | { readonly kind: 'refused'; readonly reply: string; readonly why: WhyNot }
  | { readonly kind: 'withheld' | 'nobody'; readonly reply: string };

export interface ApiDeps {
  readonly catalog: Catalog;
  /** What the agent holds, its leases fresh; null: it is on its repository's list no more. */
  readonly heartbeat: (
    project: ProjectId,
    agent: string,
  ) => Promise<readonly { readonly issue: number; readonly until: Date }[] | null>;
  /** Does what a comment with the same command would. Null: there is no such project. */
  readonly order: (order: Order) => Promise<Ordered | null>;
  /** What may be claimed now, the best first; `roles`: what the asker is good at. */
  readonly readyTasks: (project: ProjectId, roles: readonly string[]) => Promise<readonly Ranked[]>;
}
