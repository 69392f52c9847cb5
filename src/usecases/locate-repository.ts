import type { Project } from '../core/model/project.ts';
import type { Deps } from '../ports.ts';

/** The active project that `owner/name` means to somebody who writes in `project`; null: none of its installation. */
export async function locateRepository(
  deps: Pick<Deps, 'store'>,
  project: Project,
  repository: string | null,
): Promise<Project | null> {
  if (repository === null) return project;
  const wanted = repository.toLowerCase();
  const all = await deps.store.read.projectsOfInstallation(project.installationId);
  const found = all.find(({ owner, name }) => `${owner}/${name}`.toLowerCase() === wanted);
  return found?.state === 'active' ? found : null;
}
