import type { Origin, RepoEvent } from '../../core/model/event.ts';
import { entryOfCandidateBranch } from '../../core/model/lane.ts';
import type { Project } from '../../core/model/project.ts';
import type { Deps } from '../../ports.ts';
import { judgePull } from '../judge-pull.ts';

type Checked = Extract<RepoEvent, { kind: 'check' | 'check_suite' | 'workflow_run' | 'workflow_job' }>;

/**
 * Something was said about a commit. It is remembered, and it wakes whoever waits for a verdict; the verdict itself is
 * always read from GitHub, because what a webhook says may be late, out of order, or forged.
 */
export async function commitChecked(
  deps: Deps,
  project: Project,
  event: Checked,
  origin: Origin,
): Promise<void> {
  await deps.store.transaction(async (tx) => {
    if (event.kind === 'workflow_run') await tx.checks.saveRun(project.id, event.run);
    if (event.kind === 'check' && !origin.bySelf) await tx.checks.saveCheck(project.id, event.check);
    if (!finished(event)) return;
    for (const entry of await tx.entries.testing(
      project.id,
      shaOf(event),
      entryOfCandidateBranch(branchOf(event) ?? ''),
    )) {
      await tx.entries.lookNow(entry.id);
      tx.ring({ kind: 'lane', lane: entry.laneId });
    }
  });
  if (origin.bySelf && event.kind === 'check') return;
  if (!finished(event)) return;
  for (const pull of await deps.store.read.pullsByHead(project.id, shaOf(event))) {
    if (pull.state === 'open') await judgePull(deps, project, pull.number);
  }
}

/** The App of GitHub Actions on github.com. */
const ACTIONS_APP_ID = 15_368;

/** A finished run, or another App's finished check: single jobs and suites only say again what their run says. */
function finished(event: Checked): boolean {
  switch (event.kind) {
    case 'check':
      return event.check.completed && event.check.appId !== ACTIONS_APP_ID;
    case 'workflow_run':
      return event.run.completed;
    case 'workflow_job':
    case 'check_suite':
      return false;
  }
}

function shaOf(event: Checked) {
  if (event.kind === 'check') return event.check.sha;
  return event.kind === 'workflow_run' ? event.run.sha : event.sha;
}

function branchOf(event: Checked): string | null {
  if (event.kind === 'check') return null;
  return event.kind === 'workflow_run' ? event.run.branch : event.branch;
}
