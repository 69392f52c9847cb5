import type { Account } from './actor.ts';
import type { EntryId, EpicId, LaneId, ProjectId, PullId, Sha, TaskId } from './ids.ts';

export const ENTRY_STATES = [
  'waiting',
  'queued',
  'building',
  'testing',
  'landing',
  'landed',
  'ejected',
] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

export const EJECT_REASONS = [
  'conflict',
  'gate_failed',
  'gate_timeout',
  'head_changed',
  'closed',
  'retargeted',
  'draft',
  'changes_requested',
  'protected_paths',
  'permission_lost',
  'push_denied',
  'target_missing',
  'merged_elsewhere',
  'dequeued',
  'expired',
  'internal',
] as const;
export type EjectReason = (typeof EJECT_REASONS)[number];

/** The merge queue of one target branch. */
export interface Lane {
  readonly id: LaneId;
  readonly projectId: ProjectId;
  readonly epicId: EpicId;
  readonly branch: string;
  /** Why nothing moves; null when the lane is open. */
  readonly paused: { readonly reason: string; readonly by: string } | null;
  /** What is in it lands, and nothing new comes in; null: it is open for new ones. */
  readonly draining: { readonly by: string } | null;
}

/** Who asked for an entry. `auto`: Flotilla itself, because the holder's head became ready. */
export interface Requester extends Account {
  readonly how: 'auto' | 'command';
}

/** What a lane is to land: one pull request, or the code of another branch. */
export type Entry = PullEntry | SyncEntry;

/** One pull request in a lane, bound to one head commit. */
export interface PullEntry extends EntryBase {
  readonly pullId: PullId;
  readonly pull: number;
  readonly taskId: TaskId | null;
  readonly sync: null;
}

/** What is on another branch. Each build takes up that branch's tip of then, which is its head from then on. */
export interface SyncEntry extends EntryBase {
  readonly pullId: null;
  readonly pull: null;
  readonly taskId: null;
  /** `wants`: the newest commit of `from` that somebody wants here and no build has taken up. */
  readonly sync: { readonly from: string; readonly wants: Sha | null };
}

interface EntryBase {
  readonly id: EntryId;
  readonly laneId: LaneId;
  readonly head: Sha;
  readonly state: EntryState;
  /** A maintainer's hold: passed over, its candidate revoked. */
  readonly held: boolean;
  /** Somebody asked to leave; the lane's next step obeys. */
  readonly leaving: { readonly by: string } | null;
  readonly requester: Requester;
  readonly priority: number;
  readonly queuedAt: Date;
  /** How many candidates were begun; names the candidate ref. */
  readonly attempt: number;
  /** Failed attempts that were followed by another build. */
  readonly retries: number;
  readonly candidate: Candidate | null;
  /** When the candidate was published, so when its gates began. */
  readonly testingSince: Date | null;
  /** Something about the pull request or the target changed: look at both again before going on. */
  readonly suspect: boolean;
  /**
   * Set from the moment we try to move the target; `confirmed` once GitHub said that it did; `missed` once the target
   * did not show it all the same and the lane was paused for somebody to look.
   */
  readonly landing: { readonly since: Date; readonly confirmed: boolean; readonly missed: boolean } | null;
  readonly reason: EjectReason | null;
}

/** The commit that merging would produce, and what it was built from. */
export interface Candidate {
  readonly sha: Sha;
  readonly tree: Sha;
  readonly base: Sha;
  /** The head's own push runs already passed on this very tree, so no second run is needed. */
  readonly inheritsHeadGates: boolean;
  /** Blob of the configuration it is judged by. */
  readonly configBlob: Sha;
}

/** `flotilla/candidate/<entry>-<attempt>`: CI listens to it, and its existence is the permission to land. */
export function candidateBranch(entry: Pick<Entry, 'id' | 'attempt'>): string {
  return `flotilla/candidate/${entry.id}-${entry.attempt}`;
}

/** `flotilla/prep/<lane>/<fence>`: where a merge is made before anybody sees it; CI does not listen. */
export function prepBranch(lane: LaneId, fence: number): string {
  return `flotilla/prep/${lane}/${fence}`;
}

/** The entry a candidate branch belongs to; null for every other branch. */
export function entryOfCandidateBranch(branch: string): EntryId | null {
  const match = /^flotilla\/candidate\/(\d{1,15})-\d{1,9}$/.exec(branch);
  return match ? (Number(match[1]) as EntryId) : null;
}
