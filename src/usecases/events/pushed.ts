import type { Origin, RepoEvent } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import type { TaskId } from '../../core/model/ids.ts';
import { issueOfBranch } from '../../core/pull-links.ts';
import type { Deps, Tx } from '../../ports.ts';
import { doubtReach } from '../doubt-reach.ts';
import { followReach } from '../follow-reach.ts';
import { importOpenWork } from '../import-repository.ts';
import { lookAtSyncs } from '../look-at-syncs.ts';
import { renewLease } from '../renew-lease.ts';
import { showTask } from '../show-task.ts';
import { syncConfig } from '../sync-config.ts';
import { wantSyncs } from '../want-syncs.ts';

type Push = Extract<RepoEvent, { kind: 'push' }>;

/** How many commits of one push become evidence. */
const COMMITS_AT_MOST = 20;

/** A push to the default branch may change the rules; to an epic's branch, what is being tested; to an agent's, progress. */
export async function pushed(deps: Deps, known: Project, push: Push, origin: Origin): Promise<void> {
  if (push.branch === known.defaultBranch) await followConfig(deps, known);
  const project = (await deps.store.read.project(known.id)) ?? known;
  const moved = await deps.store.transaction(async (tx) => {
    await tx.agents.seen(project.id, origin.sender.id);
    const lane = await tx.lanes.byBranch(project.id, push.branch);
    // What we landed ourselves was offered as it landed.
    if (lane && origin.bySelf) return null;
    await wantSyncs(tx, project, { branch: push.branch, head: push.after });
    if (lane) {
      await doubtLane(tx, lane.id);
      return lane.id;
    }
    const taskId = await taskOfBranch(tx, project, push.branch);
    if (taskId !== null) await recordCommits(tx, project, taskId, push, origin);
    return null;
  });
  if (moved === null) return;
  const lost = await doubtReach(deps, project, moved);
  await followReach(deps, project, moved);
  // What was brought there once is not offered again by itself.
  if (lost) await lookAtSyncs(deps, project);
}

/** Other epics or labels may make tasks of issues that were none. */
async function followConfig(deps: Deps, project: Project): Promise<void> {
  const after = await syncConfig(deps, project);
  if (after.configBlob === project.configBlob) return;
  await importOpenWork(deps, after);
  await lookAtSyncs(deps, after);
}

/** Somebody else moved the target: what is in flight was built on something that is no longer its tip. */
async function doubtLane(tx: Tx, lane: Parameters<Tx['entries']['liveOfLane']>[0]): Promise<void> {
  for (const entry of await tx.entries.liveOfLane(lane)) {
    if (entry.state !== 'waiting') await tx.entries.lookNow(entry.id, 'suspect');
  }
  tx.ring({ kind: 'lane', lane });
}

async function taskOfBranch(tx: Tx, project: Project, branch: string): Promise<TaskId | null> {
  const pull = await tx.pulls.openByHeadRef(project.id, branch);
  if (pull) return pull.taskId;
  const issue = issueOfBranch(branch);
  return issue === null ? null : ((await tx.tasks.lock(project.id, issue))?.id ?? null);
}

async function recordCommits(
  tx: Tx,
  project: Project,
  taskId: TaskId,
  push: Push,
  origin: Origin,
): Promise<void> {
  await renewLease(tx, project, taskId, origin.sender.id);
  for (const commit of push.commits.slice(-COMMITS_AT_MOST)) {
    await tx.evidence.add({
      taskId,
      type: 'commit',
      ref: commit.sha,
      summary: commit.message.split('\n')[0]?.slice(0, 200) ?? '',
      url: commit.url,
      grade: 'observed',
    });
  }
  await showTask(tx, project, taskId);
}
