import type { Account } from '../core/model/actor.ts';
import type { Project } from '../core/model/project.ts';
import type { PullSnapshot } from '../core/model/pull.ts';
import type { Deps } from '../ports.ts';
import { followPull } from './follow-pull.ts';
import { judgePull } from './judge-pull.ts';
import { renewLease } from './renew-lease.ts';
import { showTask } from './show-task.ts';

/**
 * Brings a pull request up to date with a snapshot, links it to its task, and lets the task follow. `by`: whose doing
 * it was; null when an import found it.
 */
export async function syncPull(
  deps: Deps,
  project: Project,
  snapshot: PullSnapshot,
  by: Account | null = null,
): Promise<void> {
  const tied = await deps.store.transaction(async (tx) => {
    const { pull, tied: undecided } = await followPull(tx, deps, project, snapshot);
    if (pull.taskId !== null && by && (await renewLease(tx, project, pull.taskId, by.id)))
      await showTask(tx, project, pull.taskId);
    const entry = await tx.entries.liveOfPull(pull.id);
    if (!entry || entry.state === 'waiting') return undecided;
    await tx.entries.lookNow(entry.id, 'suspect');
    tx.ring({ kind: 'lane', lane: entry.laneId });
    return undecided;
  });
  if (tied) await importPull(deps, project, snapshot.number);
  await judgePull(deps, project, snapshot.number);
}

/** Reads one pull request's facts from GitHub: what a command means is what GitHub shows now. */
export async function importPull(deps: Deps, project: Project, number: number): Promise<void> {
  const stored = await deps.store.read.pull(project.id, number);
  const facts = await deps.github.pullFacts(project, number, {
    target: stored?.baseRef ?? project.defaultBranch,
  });
  if (!facts) return;
  await deps.store.transaction((tx) => followPull(tx, deps, project, facts.pull));
}
