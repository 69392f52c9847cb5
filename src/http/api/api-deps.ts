import type { Command } from '../../core/commands/command.ts';
import type { WhyNot } from '../../core/commands/why-not.ts';
import type { Caller } from '../../core/model/caller.ts';
import type { AgentId, EntryId, ProjectId } from '../../core/model/ids.ts';
import type { Ranked } from '../../core/next-task.ts';
import type { ApiTokens, Catalog, Operations } from '../../ports.ts';

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

/** Which agent is taken out of service, or let in again, by whom. */
export interface Service {
  readonly project: ProjectId;
  readonly agent: AgentId;
  readonly by: Caller;
}

export interface ApiDeps {
  readonly catalog: Catalog;
  readonly operations: Operations;
  readonly apiTokens: Pick<ApiTokens, 'create' | 'list' | 'revoke'>;
  /** The issues that it held; null: there is no such agent. */
  readonly deactivate: (service: Service, reason: string) => Promise<readonly number[] | null>;
  readonly activate: (service: Service) => Promise<object | null>;
  /** Null: it has no pull request. */
  readonly explainEntry: (id: EntryId) => Promise<{ readonly title: string; readonly words: string } | null>;
  /** Reads a pull request from GitHub now. */
  readonly followPull: (project: ProjectId, pull: number) => Promise<void>;
  /** What the agent holds, its leases fresh; or why it acts for nobody. */
  readonly heartbeat: (
    project: ProjectId,
    agent: string,
  ) => Promise<readonly { readonly issue: number; readonly until: Date }[] | 'unlisted' | 'deactivated'>;
  /** Does what a comment with the same command would. Null: there is no such project. */
  readonly order: (order: Order) => Promise<Ordered | null>;
  /** What may be claimed now, the best first; `roles`: what the asker is good at. */
  readonly readyTasks: (project: ProjectId, roles: readonly string[]) => Promise<readonly Ranked[]>;
}
