import type { EntryId, LaneId, PullId, Sha, TaskId } from '../core/model/ids.ts';
import type {
  Candidate,
  EjectReason,
  Entry,
  EntryState,
  PullEntry,
  Requester,
  SyncEntry,
} from '../core/model/lane.ts';
import { dateOrNull, type Time } from './values.ts';

/** A row of `merge_entries` with its pull request's number and task, if it has one. */
export type EntryRow = PullEntryRow | SyncEntryRow;

export interface PullEntryRow extends EntryColumns {
  readonly pull_id: PullId;
  readonly pull: number;
  readonly task_id: TaskId | null;
}

export interface SyncEntryRow extends EntryColumns {
  readonly pull_id: null;
  readonly sync_from: string;
  readonly sync_wants: Sha | null;
}

interface EntryColumns {
  readonly id: EntryId;
  readonly lane_id: LaneId;
  readonly head_sha: Sha;
  readonly state: EntryState;
  readonly held: boolean;
  readonly leaving_by: string | null;
  readonly requester_id: number;
  readonly requester_login: string;
  readonly requester_bot: boolean;
  readonly requested_how: Requester['how'];
  readonly priority: number;
  readonly queued_at: Time;
  readonly attempt: number;
  readonly retries: number;
  readonly base_sha: Sha | null;
  readonly candidate_sha: Sha | null;
  readonly candidate_tree: Sha | null;
  readonly inherits_head: boolean;
  readonly config_blob: Sha | null;
  readonly testing_since: Time | null;
  readonly suspect: boolean;
  readonly landing_since: Time | null;
  readonly landing_confirmed: boolean;
  readonly landing_missed: boolean;
  readonly reason: EjectReason | null;
}

export function toEntry(row: EntryRow): Entry {
  return row.pull_id === null ? toSyncEntry(row) : toPullEntry(row);
}

export function toPullEntry(row: PullEntryRow): PullEntry {
  return { ...toShared(row), pullId: row.pull_id, pull: row.pull, taskId: row.task_id, sync: null };
}

export function toSyncEntry(row: SyncEntryRow): SyncEntry {
  const { sync_from: from, sync_wants: wants } = row;
  return { ...toShared(row), pullId: null, pull: null, taskId: null, sync: { from, wants } };
}

function toShared(row: EntryColumns) {
  return {
    id: row.id,
    laneId: row.lane_id,
    head: row.head_sha,
    state: row.state,
    held: row.held,
    leaving: row.leaving_by === null ? null : { by: row.leaving_by },
    requester: {
      id: row.requester_id,
      login: row.requester_login,
      isBot: row.requester_bot,
      how: row.requested_how,
    },
    priority: row.priority,
    queuedAt: new Date(row.queued_at),
    attempt: row.attempt,
    retries: row.retries,
    candidate: toCandidate(row),
    testingSince: dateOrNull(row.testing_since),
    suspect: row.suspect,
    landing:
      row.landing_since === null
        ? null
        : {
            since: new Date(row.landing_since),
            confirmed: row.landing_confirmed,
            missed: row.landing_missed,
          },
    reason: row.reason,
  };
}

function toCandidate(row: EntryColumns): Candidate | null {
  const { candidate_sha: sha, candidate_tree: tree, base_sha: base, config_blob: configBlob } = row;
  if (sha === null || tree === null || base === null || configBlob === null) return null;
  return {
    sha: sha,
    tree: tree,
    base: base,
    inheritsHeadGates: row.inherits_head,
    configBlob: configBlob,
  };
}
