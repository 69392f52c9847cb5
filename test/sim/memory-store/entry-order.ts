import type { LaneId } from '../../../src/core/model/ids.ts';
import type { Entry, PullEntry, SyncEntry } from '../../../src/core/model/lane.ts';
import type { EntryRow, PullRow } from './rows.ts';
import type { Session } from './session.ts';

/** What every entry begins with. */
export const BEGINNING = {
  held: false,
  leavingBy: null,
  attempt: 0,
  retries: 0,
  candidate: null,
  testingSince: null,
  landingSince: null,
  landingConfirmed: false,
  landingMissed: false,
  suspect: false,
  landedSha: null,
  era: null,
  reason: null,
  endedAt: null,
} as const;

export function isLive(row: Pick<EntryRow, 'state'>): boolean {
  return row.state !== 'landed' && row.state !== 'ejected';
}

export function isInFlight(row: Pick<EntryRow, 'state'>): boolean {
  return row.state === 'building' || row.state === 'testing' || row.state === 'landing';
}

/** Live entries of a lane: in flight, queued, waiting; a higher priority first, and ten minutes count as one. */
export function liveInOrder({ at, tables }: Session, lane: LaneId): readonly EntryRow[] {
  const rank = (row: EntryRow) => (isInFlight(row) ? 0 : row.state === 'queued' ? 1 : 2);
  const weight = (row: EntryRow) => row.priority - row.queuedAt / 600_000;
  return at
    .all(tables.entries, `lane ${lane}`)
    .filter(isLive)
    .sort(
      (one, other) =>
        rank(one) - rank(other) ||
        weight(other) - weight(one) ||
        one.queuedAt - other.queuedAt ||
        one.id - other.id,
    );
}

/** Null: it is no pull request's. */
export function pullOf({ at, tables }: Session, row: EntryRow): PullRow | null {
  if (row.pullId === null) return null;
  const pull = at.one(tables.pulls, `id ${row.pullId}`);
  if (!pull) throw new Error(`entry ${row.id} has no pull request`);
  return pull;
}

export function toEntry(row: EntryRow, pull: PullRow | null): Entry {
  if (pull) return toPullEntry(row, pull);
  return toSyncEntry(row);
}

export function toPullEntry(row: EntryRow, pull: PullRow): PullEntry {
  return { ...shared(row), pullId: pull.id, pull: pull.number, taskId: pull.taskId, sync: null };
}

export function toSyncEntry(row: EntryRow): SyncEntry {
  if (row.sync === null) throw new Error(`entry ${row.id} is no sync`);
  return { ...shared(row), pullId: null, pull: null, taskId: null, sync: row.sync };
}

function shared(row: EntryRow) {
  return {
    id: row.id,
    laneId: row.laneId,
    head: row.head,
    state: row.state,
    held: row.held,
    leaving: row.leavingBy === null ? null : { by: row.leavingBy },
    requester: row.requester,
    priority: row.priority,
    queuedAt: new Date(row.queuedAt),
    attempt: row.attempt,
    retries: row.retries,
    candidate: row.candidate,
    testingSince: row.testingSince === null ? null : new Date(row.testingSince),
    suspect: row.suspect,
    landing:
      row.landingSince === null
        ? null
        : { since: new Date(row.landingSince), confirmed: row.landingConfirmed, missed: row.landingMissed },
    reason: row.reason,
  };
}
