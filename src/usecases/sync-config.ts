import { neededLabels } from '../core/labels.ts';
import type { Sha } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import type { RepositoryConfig } from '../core/model/repository-config.ts';
import { err, ok, type Result } from '../core/result.ts';
import { branchRefused, configCheck, NO_FILE } from '../core/words/config-check.ts';
import { GitHubRefused, NotInstalled, type Deps, type Tx } from '../ports.ts';

/**
 * Reads `.github/flotilla.yml` from the default branch and lets it take effect if it is valid; an invalid or missing
 * one leaves the last valid one in force and says where the problem is. Returns the project as it is afterwards.
 */
export async function syncConfig(deps: Deps, project: Project): Promise<Project> {
  const { text, blob, tip, defaultBranch } = await deps.github.readConfig(project);
  if (blob !== null && blob === project.configBlob && project.configError === null) return project;
  const read = text === null ? err([NO_FILE]) : deps.configReader.parse(text, defaultBranch);
  const ready = read.ok ? await prepare(deps, project, read.value, tip) : read;
  if (ready.ok && blob !== null) await apply(deps, project, ready.value, { blob, tip });
  else if (!ready.ok) await refuse(deps, project, ready.error, { blob, tip: text === null ? null : tip });
  return (await deps.store.read.project(project.id)) ?? project;
}

interface Where {
  readonly tip: Sha | null;
}

async function apply(
  deps: Deps,
  project: Project,
  config: RepositoryConfig,
  { blob, tip }: Where & { readonly blob: Sha },
): Promise<void> {
  await deps.store.transaction(async (tx) => {
    await tx.projects.configure(project.id, config, blob);
    await tx.activity({ projectId: project.id, kind: 'config.applied', actor: 'flotilla', detail: { blob } });
    await showConfig(tx, project, tip, []);
  });
}

async function refuse(
  deps: Deps,
  project: Project,
  problems: readonly string[],
  { blob, tip }: Where & { readonly blob: Sha | null },
): Promise<void> {
  const error = problems.join('\n');
  // Said already.
  if (blob === project.seenBlob && project.configError === error) return;
  await deps.store.transaction(async (tx) => {
    await tx.projects.refuseConfig(project.id, error, blob);
    await tx.activity({
      projectId: project.id,
      kind: 'config.refused',
      actor: 'flotilla',
      detail: { problems },
    });
    await showConfig(tx, project, tip, problems);
  });
}

/**
 * Labels and epic branches exist before the configuration that names them takes effect; what GitHub refuses to make is
 * a problem of the file. Only branches that were never a lane are made: one that somebody deleted later pauses its lane.
 */
async function prepare(
  deps: Deps,
  project: Project,
  config: RepositoryConfig,
  tip: Sha | null,
): Promise<Result<RepositoryConfig, readonly string[]>> {
  await deps.github.ensureLabels(project, neededLabels(config));
  const problems: string[] = [];
  for (const { key, branch } of tip ? config.epics : []) {
    if (!tip || (await deps.store.read.laneByBranch(project.id, branch))) continue;
    try {
      await deps.github.createBranch(project, branch, tip);
    } catch (error) {
      if (!(error instanceof GitHubRefused) || error instanceof NotInstalled) throw error;
      problems.push(branchRefused(key, branch, error.message));
    }
  }
  return problems.length > 0 ? err(problems) : ok(config);
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
