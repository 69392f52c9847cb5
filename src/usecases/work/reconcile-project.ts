import type { Origin } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import { handleRepoEvent } from '../events/handle-repo-event.ts';
import { importOpenWork } from '../import-repository.ts';
import { lookAtSyncs } from '../look-at-syncs.ts';
import { judgePull } from '../judge-pull.ts';
import { syncConfig } from '../sync-config.ts';
import { importPull } from '../sync-pull.ts';
import type { ChoreDeps, KeepChore } from './chore.ts';
import { followBlockers } from './follow-blockers.ts';
import { followDeployments } from './follow-deployments.ts';
import { followIssue } from './follow-issue.ts';
import { followListedPull } from './follow-listed-pull.ts';

const FOUND: Origin = {
  delivery: null,
  sender: { id: 0, login: 'github', isBot: false },
  bySelf: false,
};

/** Configuration, open issues and pull requests, target branches: the tables follow what GitHub shows of each. */
export async function reconcileProject(all: ChoreDeps, known: Project, keep: KeepChore): Promise<void> {
  const deps: ChoreDeps = { ...all, github: all.github.as('background') };
  await keep();
  const project = await syncConfig(deps, known);
  if (!project.config) return;
  if (project.configBlob !== known.configBlob) await importOpenWork(deps, project);
  const open = await deps.upkeep.polls.openWork(project.id);
  await compareIssues(deps, project, open.issues, keep);
  await comparePulls(deps, project, open.pulls, keep);
  for (const lane of open.lanes) {
    await keep();
    const gone = !(await deps.github.branches(project, lane.branch)).includes(lane.branch);
    if (gone !== lane.missing) await tell(deps, project, lane.branch, gone);
  }
  await keep();
  await followDeployments(deps, project, keep);
  await keep();
  await lookAtSyncs(deps, project);
  await deps.upkeep.polls.lookAtIdlePulls(project.id);
}

async function compareIssues(
  deps: ChoreDeps,
  project: Project,
  live: readonly number[],
  keep: KeepChore,
): Promise<void> {
  const shown = await deps.github.openIssues(project);
  for (const issue of shown) {
    await keep();
    await followIssue(deps, project, issue);
  }
  await followBlockers(deps, project, shown, keep);
  const open = new Set(shown.map(({ number }) => number));
  for (const number of live.filter((one) => !open.has(one))) {
    await keep();
    const issue = await deps.github.issue(project, number);
    if (issue) await followIssue(deps, project, issue);
    else
      await handleRepoEvent(
        deps,
        { ...project, archived: false },
        { kind: 'issue_gone', issue: number, how: 'deleted' },
        FOUND,
      );
  }
}

async function comparePulls(
  deps: ChoreDeps,
  project: Project,
  live: readonly number[],
  keep: KeepChore,
): Promise<void> {
  const shown = await deps.github.openPulls(project);
  for (const pull of shown) {
    await keep();
    await followListedPull(deps, project, pull);
  }
  const open = new Set(shown.map(({ number }) => number));
  for (const number of live.filter((one) => !open.has(one))) {
    await keep();
    await importPull(deps, project, number);
    await judgePull(deps, project, number);
  }
}

async function tell(deps: ChoreDeps, project: Project, branch: string, gone: boolean): Promise<void> {
  const kind = gone ? 'branch_deleted' : 'branch_created';
  await handleRepoEvent(deps, { ...project, archived: false }, { kind, branch }, FOUND);
}
