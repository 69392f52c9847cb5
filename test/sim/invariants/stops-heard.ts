import type { EntryId, LaneId } from '../../../src/core/model/ids.ts';
import type { RefUpdate } from '../../../src/ports.ts';
import type { ActivityRow, EntryRow, LaneRow } from '../memory-store/rows.ts';
import type { World } from '../world.ts';
import type { Invariant } from './watch.ts';

const HOLD_MS = 20_000;

/**
 * What was said before a step took its lane is heard by that step: a paused lane begins and lands nothing, who wants to
 * leave or is held does not land, and a hold throws nobody out. And (I3) nobody takes a lane whose holder was heard of
 * within 20 s.
 */
export function stopsHeard(world: World): Invariant {
  const { lanes, entries } = world.database.tables;
  const paused = new Map<LaneId, number>();
  const stopped = new Map<EntryId, { readonly fence: number; readonly why: string }>();
  const heard = new Map<LaneId, { readonly fence: number; readonly at: number }>();

  function followLane(before: LaneRow | null, after: LaneRow): void {
    if (after.paused === null) paused.delete(after.id);
    else if (!before || before.paused === null) paused.set(after.id, after.fence);
    const known = heard.get(after.id);
    const now = world.scheduler.now();
    if (before && after.fence > before.fence && before.holder !== null && known && now - known.at < HOLD_MS)
      world.fail('I3', `lane ${after.id} was taken ${now - known.at} ms after its holder was heard of`);
    if (after.holder !== null && after.heldUntil !== before?.heldUntil)
      heard.set(after.id, { fence: after.fence, at: now });
  }

  function followEntry(before: EntryRow | null, after: EntryRow): void {
    const why = after.leavingBy !== null ? 'it was to leave' : after.held ? 'it was held' : null;
    const fence = fenceOf(after);
    if (why === null) stopped.delete(after.id);
    else if (!stopped.has(after.id)) stopped.set(after.id, { fence, why });
    const since = paused.get(after.laneId);
    if (before?.state === 'queued' && after.state === 'building' && since !== undefined && since < fence)
      world.fail('I8', `entry ${after.id} was begun though its lane was paused`);
  }

  /** A hold makes an entry wait; nobody has to ask for it again. */
  function followLog({ kind, entryId, detail }: ActivityRow): void {
    const problems = (detail['problems'] ?? []) as readonly { readonly kind: string }[];
    if (kind === 'entry.ejected' && problems.some((problem) => problem.kind === 'held'))
      world.fail('I10', `entry ${entryId} was thrown out by a hold`);
  }

  function fenceOf(entry: EntryRow): number {
    return lanes.rows.get(String(entry.laneId))?.fence ?? 0;
  }

  return {
    onCommit(changes) {
      for (const { table, before, after } of changes) {
        if (table === 'lanes') followLane(before as LaneRow | null, after as LaneRow);
        if (table === 'entries') followEntry(before as EntryRow | null, after as EntryRow);
        if (table === 'activity') followLog(after as ActivityRow);
      }
    },
    onSent(_runner, method, args) {
      if (method !== 'updateRefs') return;
      for (const { branch, after } of args[1] as readonly RefUpdate[]) {
        const entry = [...entries.rows.values()].find((row) => row.candidate?.sha === after);
        if (!entry || branch.startsWith('flotilla/')) continue;
        const fence = fenceOf(entry);
        const stop = stopped.get(entry.id);
        if (stop && stop.fence < fence) world.fail('I10', `entry ${entry.id} is to land though ${stop.why}`);
        const since = paused.get(entry.laneId);
        if (since !== undefined && since < fence)
          world.fail('I10', `entry ${entry.id} is to land though its lane was paused`);
      }
    },
  };
}
