import { assertNever } from '../../core/assert-never.ts';
import type { InstallationEvent, Origin } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import type { Deps } from '../../ports.ts';
import { importRepository } from '../import-repository.ts';

/** The table of what happens to installations and whole repositories. */
export async function handleInstallationEvent(
  deps: Deps,
  event: InstallationEvent,
  origin: Origin,
): Promise<void> {
  await handle(deps, event);
  const { delivery } = origin;
  if (delivery !== null) await deps.store.transaction((tx) => tx.settleDelivery(delivery));
}

async function handle(deps: Deps, event: InstallationEvent): Promise<void> {
  switch (event.kind) {
    case 'installed':
    case 'unsuspended':
      for (const repo of await deps.github.repositoriesOf(event.installationId))
        await importRepository(deps, repo);
      return;
    case 'repositories_added':
      for (const added of event.repositories) {
        const repo = await deps.github.repository({ ...added, installationId: event.installationId });
        if (repo) await importRepository(deps, { ...repo, installationId: event.installationId });
      }
      return;
    case 'uninstalled':
      return setState(deps, await deps.store.read.projectsOfInstallation(event.installationId), 'removed');
    case 'suspended':
      return setState(deps, await deps.store.read.projectsOfInstallation(event.installationId), 'suspended');
    case 'repositories_removed': {
      const all = await deps.store.read.projectsOfInstallation(event.installationId);
      return setState(
        deps,
        all.filter((project) => event.repoIds.includes(project.repoId)),
        'removed',
      );
    }
    case 'repository_changed': {
      const known = await deps.store.read.projectByRepo(event.repo.repoId);
      if (!known || known.state === 'removed' || known.state === 'suspended') return;
      return importRepository(deps, event.repo);
    }
    case 'repository_deleted': {
      const known = await deps.store.read.projectByRepo(event.repoId);
      return known ? setState(deps, [known], 'removed') : undefined;
    }
    default:
      return assertNever(event);
  }
}

async function setState(deps: Deps, projects: readonly Project[], state: Project['state']): Promise<void> {
  await deps.store.transaction(async (tx) => {
    for (const project of projects) {
      await tx.projects.setState(project.id, state);
      await tx.activity({ projectId: project.id, kind: `project.${state}`, actor: 'github' });
    }
  });
}
