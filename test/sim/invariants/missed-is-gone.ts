import type { Sha } from '../../../src/core/model/ids.ts';
import type { EntryRow } from '../memory-store/rows.ts';
import type { World } from '../world.ts';
import type { Invariant } from './watch.ts';

/** A replica may be so far behind. */
const REPLICAS_MS = 30_000;
const STEP_MS = 1_000;

/** Of I8: no lane is stopped for a landing that its branch has shown all the while, on every replica. */
export function missedIsGone({ github, database, scheduler, fail }: World): Invariant {
  return {
    onCommit(changes) {
      for (const { table, before, after } of changes) {
        if (table !== 'entries') continue;
        const { id, laneId, candidate, landingMissed } = after as EntryRow;
        if (!landingMissed || (before as EntryRow | null)?.landingMissed === true) continue;
        const branch = database.tables.lanes.rows.get(String(laneId))?.branch;
        if (branch === undefined || !candidate) continue;
        if (seenSince(branch, candidate.sha, REPLICAS_MS))
          fail('I8', `lane ${laneId} stopped for the landing of entry ${id}, and ${branch} has it`);
      }
    },
  };

  function seenSince(branch: string, sha: Sha, ms: number): boolean {
    for (let age = 0; age <= ms; age += STEP_MS) {
      const tip = github.tip(branch, scheduler.now() - age);
      if (tip === null || !github.git.contains(tip, sha)) return false;
    }
    return true;
  }
}
