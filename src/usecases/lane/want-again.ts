import type { SyncEntry } from '../../core/model/lane.ts';
import type { Project } from '../../core/model/project.ts';
import type { Tx } from '../../ports.ts';
import { wantSync } from '../want-syncs.ts';

/** A sync has ended. What was wanted while it was under way comes after it. */
export async function wantAgain(tx: Tx, project: Project, { id, laneId }: SyncEntry): Promise<void> {
  const ended = await tx.entries.get(id);
  if (ended?.sync?.wants)
    await wantSync(tx, project, laneId, { from: ended.sync.from, head: ended.sync.wants });
}
