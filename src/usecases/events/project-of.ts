import type { RepoEvent, RepoFacts } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import { NotInstalled, type Deps } from '../../ports.ts';
import { syncConfig } from '../sync-config.ts';

/**
 * The project that something happened in; null when it is unknown, suspended, removed or archived, so is to be left alone.
 * Deliveries overtake each other: the one that tells of a new installation may still be on its way, or its import may not
 * have got to the configuration yet. All else is read then, but a command is said only once, so it comes with both.
 */
export async function projectOf(deps: Deps, repo: RepoFacts, event: RepoEvent): Promise<Project | null> {
  const known = await deps.store.read.projectByRepo(repo.repoId);
  if (known && known.state !== 'active') return null;
  if (event.kind !== 'comment') return known;
  if (known && (known.config !== null || known.configError !== null)) return known;
  try {
    const project = known ?? (await takeIn(deps, repo));
    return project && (await syncConfig(deps, project));
  } catch (error) {
    // The installation has ended since.
    if (error instanceof NotInstalled) return known;
    throw error;
  }
}

/** GitHub says what is there now: a delivery may be days old. */
async function takeIn(deps: Deps, { installationId, ...told }: RepoFacts): Promise<Project | null> {
  const found = await deps.github.repository({ installationId, owner: told.owner, name: told.name });
  if (!found || found.archived || found.repoId !== told.repoId) return null;
  const { archived: _, ...where } = found;
  return deps.store.transaction((tx) => tx.projects.upsert({ ...where, installationId, state: 'active' }));
}
