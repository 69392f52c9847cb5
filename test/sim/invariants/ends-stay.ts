import type { EntryState } from '../../../src/core/model/lane.ts';
import type { DeliveryRow, EntryRow, PullRow } from '../memory-store/rows.ts';
import type { World } from '../world.ts';
import type { Invariant } from './watch.ts';

const NEXT: Readonly<Record<EntryState, readonly EntryState[]>> = {
  waiting: ['queued', 'ejected'],
  queued: ['building', 'ejected'],
  building: ['testing', 'queued', 'ejected'],
  testing: ['landing', 'queued', 'ejected'],
  landing: ['landed', 'queued', 'ejected'],
  landed: [],
  ejected: [],
};

const FLYING: readonly EntryState[] = ['building', 'testing', 'landing'];

/** I11 and the order of states; I3 as the tables see it; what was merged or handled stays so. */
export function endsStay(world: World): Invariant {
  const { entries } = world.database.tables;
  return {
    onCommit(changes) {
      for (const { table, before, after } of changes) {
        if (table === 'entries') checkEntry(before as EntryRow | null, after as EntryRow);
        if (
          table === 'pulls' &&
          (before as PullRow | null)?.state === 'merged' &&
          (after as PullRow).state !== 'merged'
        )
          world.fail('I11', `#${(after as PullRow).number} was merged and is ${(after as PullRow).state}`);
        if (table === 'deliveries') checkDelivery(before as DeliveryRow | null, after as DeliveryRow);
      }
    },
  };

  function checkEntry(before: EntryRow | null, after: EntryRow): void {
    if (before && before.state !== after.state && !reaches(before.state, after.state))
      world.fail('I11', `entry ${after.id} went from ${before.state} to ${after.state}`);
    if (before && ended(before) && JSON.stringify(before) !== JSON.stringify(after))
      world.fail('I11', `entry ${after.id} changed after it had ended`);
    const flying = FLYING.flatMap((state) => [...(entries.index.get(state) ?? [])]).filter(
      (key) => entries.rows.get(key)?.laneId === after.laneId,
    );
    if (flying.length > 1) world.fail('I3', `lane ${after.laneId} has ${flying.length} entries in flight`);
  }

  function checkDelivery(before: DeliveryRow | null, after: DeliveryRow): void {
    if (before?.state === 'handled' && after.state !== 'handled')
      world.fail('I5', `delivery ${after.guid} was handled and is ${after.state}`);
  }
}

function ended(row: EntryRow): boolean {
  return row.state === 'landed' || row.state === 'ejected';
}

/** One transaction may take several steps. */
function reaches(from: EntryState, to: EntryState): boolean {
  return NEXT[from].some((next) => next === to || NEXT[next].includes(to));
}
