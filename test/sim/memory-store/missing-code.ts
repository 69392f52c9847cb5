import type { LaneId } from '../../../src/core/model/ids.ts';
import type { MissingCode } from '../../../src/core/model/task.ts';
import { isLive } from './entry-order.ts';
import type { EntryRow, LaneRow, TaskRow } from './rows.ts';
import type { Session } from './session.ts';

/** One line of the view `missing_code`. */
export interface MissingLanding {
  readonly lane: LaneRow;
  readonly source: LaneRow;
  readonly entry: EntryRow;
}

/** What landed for `other` and is not on the branch of the epic of `task`; newest first. */
export function missingCode(session: Session, task: TaskRow, other: TaskRow): readonly MissingLanding[] {
  const { at, tables } = session;
  const epic = at.all(tables.epics).find(({ id }) => id === task.epicId);
  if (!epic || epic.sync.length === 0 || other.status !== 'done') return [];
  if (other.epicId === null || other.epicId === task.epicId || other.projectId !== task.projectId) return [];
  const lane = at.all(tables.lanes, `branch ${epic.branch}`).find((row) => row.projectId === task.projectId);
  if (!lane) return [];
  return at
    .all(tables.pulls, `task ${other.id}`)
    .flatMap((pull) => at.all(tables.entries, `pull ${pull.id}`))
    .filter((row) => row.state === 'landed' && row.laneId !== lane.id && !isReached(session, lane.id, row))
    .sort((one, entry) => entry.id - one.id)
    .flatMap((entry): MissingLanding[] => {
      const source = at.get(tables.lanes, String(entry.laneId));
      return source ? [{ lane, source, entry }] : [];
    });
}

/** `ended_at`, then `id`. */
export function isBefore(one: EntryRow, other: EntryRow): boolean {
  return (
    (one.endedAt ?? 0) - (other.endedAt ?? 0) < 0 || (one.endedAt === other.endedAt && one.id < other.id)
  );
}

function isReached({ at, tables }: Session, lane: LaneId, landing: EntryRow): boolean {
  return at.all(tables.reach, `lane ${lane}`).some((reach) => {
    const newest = at.get(tables.entries, String(reach.entryId));
    return (
      reach.sourceLaneId === landing.laneId &&
      newest !== null &&
      newest.era === landing.era &&
      !isBefore(newest, landing)
    );
  });
}

export function codeOf({ at, tables }: Session, missing: readonly MissingLanding[]): MissingCode | null {
  const [first] = missing;
  if (!first) return null;
  const on = first.source.branch;
  const syncs = at
    .all(tables.entries, `lane ${first.lane.id}`)
    .filter((row) => row.sync !== null && isLive(row))
    .sort(
      (one, other) => Number(one.sync?.from !== on) - Number(other.sync?.from !== on) || one.id - other.id,
    );
  const live = syncs[0];
  return {
    on,
    into: first.lane.branch,
    sync: live?.sync ? { from: live.sync.from, state: live.state } : null,
  };
}
