import type { Order, Ordered } from '../../core/commands/order.ts';
import type { EntryId, ProjectId } from '../../core/model/ids.ts';
import type { ServiceOrder } from '../../core/model/service-order.ts';
import type { Ranked } from '../../core/next-task.ts';
import type { ApiTokens, Catalog, Operations } from '../../ports.ts';

export interface ApiDeps {
  readonly catalog: Catalog;
  readonly operations: Operations;
  readonly apiTokens: Pick<ApiTokens, 'create' | 'list' | 'revoke'>;
  /** The issues that it held; null: there is no such agent. */
  readonly deactivate: (service: ServiceOrder, reason: string) => Promise<readonly number[] | null>;
  readonly activate: (service: ServiceOrder) => Promise<object | null>;
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
