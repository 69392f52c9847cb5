import type { RepoFacts } from '../core/model/event.ts';
import type { Project } from '../core/model/project.ts';
import type { Deps } from '../ports.ts';
import { lookAtSyncs } from './look-at-syncs.ts';
import { syncConfig } from './sync-config.ts';
import { syncIssue } from './sync-issue.ts';
import { syncPull } from './sync-pull.ts';

/**
 * Takes a repository in, however far its work has gone: its configuration, labels and epic branches, then every open
 * issue and pull request. Doing it again brings the tables up to date and adds nothing twice.
 */
export async function importRepository(deps: Deps, repo: RepoFacts): Promise<void> {
  const { archived, ...where } = repo;
  const stored = await deps.store.transaction((tx) =>
    tx.projects.upsert({ ...where, state: archived ? 'archived' : 'active' }),
  );
  if (archived) return;
  const project = await syncConfig(deps, stored);
  await importOpenWork(deps, project);
  await lookAtSyncs(deps, project);
}

/** Every open issue and pull request. Without a configuration there are no epics, so nothing could become a task. */
export async function importOpenWork(deps: Deps, project: Project): Promise<void> {
  if (!project.config) return;
  for (const issue of await deps.github.openIssues(project)) await syncIssue(deps, project, issue);
  for (const pull of await deps.github.openPulls(project)) await syncPull(deps, project, pull);
}
