import type { InstallationEvent, Origin, RepoFacts } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import { handleInstallationEvent } from '../events/handle-installation-event.ts';
import { importRepository } from '../import-repository.ts';
import type { ChoreDeps, KeepChore } from './chore.ts';

const FOUND: Origin = {
  delivery: null,
  sender: { id: 0, login: 'github', isBot: false },
  bySelf: false,
};

/** Installations and their repositories that came, went or changed without our being told. */
export async function reconcileInstallations(deps: ChoreDeps, keep: KeepChore): Promise<void> {
  await keep();
  const installations = await deps.changes.installations();
  const active = await deps.store.read.activeProjects();
  const tell = (event: InstallationEvent) => handleInstallationEvent(deps, event, FOUND);
  for (const installationId of new Set(active.map((project) => project.installationId))) {
    const found = installations.find(({ id }) => id === installationId);
    if (!found) await tell({ kind: 'uninstalled', installationId });
    else if (found.suspended) await tell({ kind: 'suspended', installationId });
  }
  for (const { id, suspended } of installations) {
    await keep();
    if (!suspended) await reconcileRepositories(deps, id, keep);
  }
}

async function reconcileRepositories(
  deps: ChoreDeps,
  installationId: number,
  keep: KeepChore,
): Promise<void> {
  const repos = await deps.github.repositoriesOf(installationId);
  const known = await deps.store.read.projectsOfInstallation(installationId);
  const gone = known.filter(
    ({ repoId, state }) => state !== 'removed' && !repos.some((repo) => repo.repoId === repoId),
  );
  const repoIds = gone.map(({ repoId }) => repoId);
  if (gone.length > 0) {
    const event = { kind: 'repositories_removed', installationId, repoIds } as const;
    await handleInstallationEvent(deps, event, FOUND);
  }
  for (const repo of repos) {
    const project = await deps.store.read.projectByRepo(repo.repoId);
    if (project && isSame(project, repo)) continue;
    await keep();
    try {
      await importRepository(deps, repo);
    } catch (error) {
      // It does not keep the others out.
      deps.log.error({ err: error, repository: repo.repoId }, 'a repository could not be taken in');
    }
  }
}

function isSame(project: Project, repo: RepoFacts): boolean {
  return (
    project.state === (repo.archived ? 'archived' : 'active') &&
    project.installationId === repo.installationId &&
    project.owner === repo.owner &&
    project.name === repo.name &&
    project.defaultBranch === repo.defaultBranch
  );
}
