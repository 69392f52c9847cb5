import { assertNever } from '../../core/assert-never.ts';
import type { InstallationEvent, Origin, RepoFacts } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import { NotInstalled, type Deps } from '../../ports.ts';
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
      return importEach(deps, () => deps.github.repositoriesOf(event.installationId));
    case 'repositories_added':
      return importEach(deps, () => readEach(deps, event));
    case 'uninstalled':
      return setState(deps, await deps.store.read.projectsOfInstallation(event.installationId), 'removed');
    case 'suspended': {
      const all = await deps.store.read.projectsOfInstallation(event.installationId);
      return setState(
        deps,
        all.filter((project) => project.state !== 'removed'),
        'suspended',
      );
    }
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

async function readEach(
  deps: Deps,
  { installationId, repositories }: Extract<InstallationEvent, { kind: 'repositories_added' }>,
): Promise<readonly RepoFacts[]> {
  const found: RepoFacts[] = [];
  for (const added of repositories) {
    const repo = await deps.github.repository({ ...added, installationId });
    if (repo) found.push({ ...repo, installationId });
  }
  return found;
}

/**
 * A repository that gives trouble does not keep the others out; the delivery is tried again for its sake. Where the
 * installation is gone by now, there is nothing to import.
 */
async function importEach(deps: Deps, read: () => Promise<readonly RepoFacts[]>): Promise<void> {
  const troubles: unknown[] = [];
  for (const repo of await unlessGone(read)) {
    try {
      await importRepository(deps, repo);
    } catch (error) {
      troubles.push(error);
    }
  }
  if (troubles.length > 0) throw troubles[0];
}

async function unlessGone(read: () => Promise<readonly RepoFacts[]>): Promise<readonly RepoFacts[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NotInstalled) return [];
    throw error;
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
