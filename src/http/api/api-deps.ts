import type { ProjectId } from '../../core/model/ids.ts';
import type { Ranked } from '../../core/next-task.ts';
import type { Catalog } from '../../ports.ts';

export interface ApiDeps {
  readonly catalog: Catalog;
  /** What the agent holds, its leases fresh; null: it is on its repository's list no more. */
  readonly heartbeat: (
    project: ProjectId,
    agent: string,
  ) => Promise<readonly { readonly issue: number; readonly until: Date }[] | null>;
  /** What may be claimed now, the best first; `roles`: what the asker is good at. */
  readonly readyTasks: (project: ProjectId, roles: readonly string[]) => Promise<readonly Ranked[]>;
}
