import { neededLabels } from '../core/labels.ts';
import type { Sha } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import type { RepositoryConfig } from '../core/model/repository-config.ts';
import { configCheck } from '../core/words/config-check.ts';
import type { Deps, Tx } from '../ports.ts';

/**
 * Reads `.github/flotilla.yml` from the default branch and lets it take effect if it is valid; an invalid or missing
 * one leaves the last valid one in force and says where the problem is. Returns the project as it is afterwards.
 */
export async function syncConfig(deps: Deps, project: Project): Promise<Project> {
  const { text, blob, tip } = await deps.github.readConfig(project);
  if (blob !== null && blob === project.configBlob && project.configError === null) return project;
  const parsed = text === null || blob === null ? null : deps.configReader.parse(text);
  if (parsed?.ok && blob) {
    await prepare(deps, project, parsed.value, tip);
    await deps.store.transaction(async (tx) => {
      await tx.projects.configure(project.id, parsed.value, blob);
      await tx.activity({
        projectId: project.id,
        kind: 'config.applied',
        actor: 'flotilla',
        detail: { blob },
      });
      await showConfig(tx, project, tip, []);
    });
  } else {
    const problems =
      parsed && !parsed.ok
        ? parsed.error
        : ['.github/flotilla.yml: there is no such file on the default branch.'];
    if (blob === project.seenBlob && project.configError !== null) return project;
    await deps.store.transaction(async (tx) => {
      await tx.projects.refuseConfig(project.id, problems.join('\n'), blob);
      await tx.activity({
        projectId: project.id,
        kind: 'config.refused',
        actor: 'flotilla',
        detail: { problems },
      });
      if (text !== null) await showConfig(tx, project, tip, problems);
    });
  }
  return (await deps.store.read.project(project.id)) ?? project;
}

/**
 * Labels and epic branches exist before the configuration that names them takes effect. Only branches that were never
 * a lane are made: one that somebody deleted later pauses its lane instead.
 */
async function prepare(
  deps: Deps,
  project: Project,
  config: RepositoryConfig,
  tip: Sha | null,
): Promise<void> {
  await deps.github.ensureLabels(project, neededLabels(config));
  if (!tip) return;
  for (const epic of config.epics) {
    if (await deps.store.read.laneByBranch(project.id, epic.branch)) continue;
    await deps.github.createBranch(project, epic.branch, tip);
  }
}

async function showConfig(
  tx: Tx,
  project: Project,
  tip: Sha | null,
  problems: readonly string[],
): Promise<void> {
  if (!tip) return;
  const check = configCheck(tip, problems);
  await tx.effects.want({ projectId: project.id, key: `config:${tip}`, settleMs: 0, kind: 'check', check });
}
