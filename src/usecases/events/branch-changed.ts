import type { RepoEvent } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import type { Deps } from '../../ports.ts';

const MISSING = 'target_missing';

/** An epic's branch that disappears pauses its lane; when somebody makes it again, the lane goes on. */
export async function branchChanged(
  deps: Deps,
  project: Project,
  event: Extract<RepoEvent, { kind: 'branch_created' | 'branch_deleted' }>,
): Promise<void> {
  const found = await deps.store.read.laneByBranch(project.id, event.branch);
  if (!found) return;
  // The news may be old: what counts is whether the branch is there now.
  const gone = !(await deps.github.branches(project, event.branch)).includes(event.branch);
  await deps.store.transaction(async (tx) => {
    const lane = await tx.lanes.lock(found.id);
    if (!lane) return;
    const log = {
      projectId: project.id,
      actor: 'flotilla',
      detail: { branch: lane.branch, reason: MISSING },
    };
    if (gone && !lane.paused) {
      await tx.lanes.pause(lane.id, MISSING, 'flotilla');
      await tx.activity({ ...log, kind: 'lane.paused' });
    } else if (!gone && lane.paused?.reason === MISSING) {
      await tx.lanes.resume(lane.id);
      await tx.activity({ ...log, kind: 'lane.resumed' });
    }
    for (const entry of await tx.entries.liveOfLane(lane.id)) await tx.entries.lookNow(entry.id, 'suspect');
    tx.ring({ kind: 'lane', lane: lane.id });
  });
}
