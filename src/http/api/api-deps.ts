import type { ProjectId } from '../../core/model/ids.ts';
import type { Ranked } from '../../core/next-task.ts';
import type { Catalog } from '../../ports.ts';

export interface ApiDeps {
  readonly catalog: Catalog;
  /** What may be claimed now, the best first; `roles`: what the asker is good at. */
  readonly readyTasks: (project: ProjectId, roles: readonly string[]) => Promise<readonly Ranked[]>;
}
