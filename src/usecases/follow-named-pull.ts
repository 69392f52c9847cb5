import type { ProjectId } from '../core/model/ids.ts';
import type { Deps } from '../ports.ts';
import { judgePull } from './judge-pull.ts';
import { importPull } from './sync-pull.ts';

/** Somebody names a pull request: it is read from GitHub now, linked to its task if it says so, and judged. */
export async function followNamedPull(deps: Deps, id: ProjectId, number: number): Promise<void> {
  const project = await deps.store.read.project(id);
  if (!project?.config) return;
  await importPull(deps, project, number);
  await judgePull(deps, project, number);
}
