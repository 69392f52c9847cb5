import type { Project } from '../core/model/project.ts';
import type { Deps } from '../ports.ts';

/** The project of a repository; null when it is unknown, suspended, removed or archived, so is to be left alone. */
export async function activeProject(deps: Pick<Deps, 'store'>, repoId: number): Promise<Project | null> {
  const project = await deps.store.read.projectByRepo(repoId);
  return project?.state === 'active' ? project : null;
}
