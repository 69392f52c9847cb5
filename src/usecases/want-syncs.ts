import type { LaneId, Sha } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import { takersOf } from '../core/syncs.ts';
import type { Tx } from '../ports.ts';

/** Something new is on a branch: every epic that takes its code in, and need not wait, is to have it. */
export async function wantSyncs(
  tx: Tx,
  project: Project,
  source: { readonly branch: string; readonly head: Sha },
): Promise<void> {
  const { config, defaultBranch } = project;
  if (!config || takersOf(config, defaultBranch, source.branch, []).length === 0) return;
  const waiting = await tx.projects.waitingEpics(project.id);
  for (const { branch } of takersOf(config, defaultBranch, source.branch, waiting)) {
    const lane = await tx.lanes.byBranch(project.id, branch);
    if (lane && !lane.draining)
      await wantSync(tx, project, lane.id, { from: source.branch, head: source.head });
  }
}

/** One lane is to bring this. What is in it already takes it up, or is followed by another sync. */
export async function wantSync(
  tx: Tx,
  project: Project,
  lane: LaneId,
  sync: { readonly from: string; readonly head: Sha; readonly looked?: boolean },
): Promise<void> {
  const entry = await tx.entries.addSync({ looked: false, ...sync, laneId: lane });
  if (!entry) return;
  await tx.activity({
    projectId: project.id,
    entryId: entry.id,
    kind: 'entry.queued',
    actor: 'flotilla',
    detail: { sync: sync.from, head: sync.head, how: 'auto' },
  });
  tx.ring({ kind: 'lane', lane });
}
