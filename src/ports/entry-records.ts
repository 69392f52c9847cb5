import type { RequeueReason } from '../core/lane/next-step.ts';
import type { EntryId, LaneId, ProjectId, PullId, Sha } from '../core/model/ids.ts';
import type {
  Candidate,
  EjectReason,
  Entry,
  EntryState,
  PullEntry,
  Requester,
  SyncEntry,
} from '../core/model/lane.ts';

export interface NewEntry {
  readonly laneId: LaneId;
  readonly pullId: PullId;
  readonly head: Sha;
  readonly state: 'waiting' | 'queued';
  readonly requester: Requester;
  readonly priority: number;
}

export interface NewSync {
  readonly laneId: LaneId;
  readonly from: string;
  readonly head: Sha;
  /** Git was asked, and the lane's branch lacks it, whatever landed before. */
  readonly looked: boolean;
}

/** Reads and writes of entries of lanes, inside one transaction. */
export interface EntryRecords {
  /** Null when the pull request has a live entry already. */
  add(entry: NewEntry): Promise<PullEntry | null>;
  /**
   * Has the lane bring what is on another branch. Null: it has that head, a landing of it is under way, or the sync that
   * is in the lane already takes it up (or is followed by another one).
   */
  addSync(sync: NewSync): Promise<SyncEntry | null>;
  /** The newest issue made because a sync could not go on: somebody still has to do something about it. */
  syncTroubleOpen(lane: LaneId, from: string): Promise<boolean>;
  /** The newest sync of each branch into a lane that did not land, and the commit it was to bring. */
  failedSyncs(lane: LaneId): Promise<readonly { readonly from: string; readonly head: Sha }[]>;
  /** Whether this head was ever in a lane: it does not come back by itself. */
  seenHead(pull: PullId, head: Sha): Promise<boolean>;
  liveOfPull(pull: PullId): Promise<PullEntry | null>;
  liveOfLane(lane: LaneId): Promise<readonly Entry[]>;
  newestOfPull(pull: PullId): Promise<PullEntry | null>;
  /** Entries under test whose candidate (or inherited head) is `commit`, or which are `named`. */
  testing(project: ProjectId, commit: Sha, named: EntryId | null): Promise<readonly Entry[]>;
  get(id: EntryId): Promise<Entry | null>;
  /** After its lane: what is said of it waits until the transaction ends. */
  lock(id: EntryId): Promise<Entry | null>;
  /** `waiting` to `queued`. */
  admit(id: EntryId): Promise<void>;
  setHeld(id: EntryId, held: boolean): Promise<void>;
  setLeaving(id: EntryId, by: string): Promise<void>;
  /** `queued` to `building`: the next attempt begins. Returns the entry with its new attempt. */
  beginAttempt(id: EntryId): Promise<Entry>;
  /** The same of a sync: it brings `head` from now on, and with it `took`, unless something newer is wanted by now. */
  beginSync(id: EntryId, head: Sha, took: Sha): Promise<SyncEntry>;
  /** Remembers the candidate before anybody can see it; again when its configuration changed. */
  saveCandidate(id: EntryId, candidate: Candidate): Promise<void>;
  setState(id: EntryId, state: Extract<EntryState, 'testing' | 'landing'>): Promise<void>;
  /** Back to `queued` with nothing built; `held` also marks it so, `retry` counts it. */
  requeue(id: EntryId, how: RequeueReason): Promise<void>;
  lookAgain(id: EntryId, afterMs: number): Promise<void>;
  /** A step begins: due again only if it dies (25 s), or if something rings meanwhile. */
  takeUp(id: EntryId): Promise<void>;
  /** Ends a step that has to wait. False: something rang since `takeUp`, so what was read may be old already. */
  putOff(id: EntryId, afterMs: number): Promise<boolean>;
  /** Due at once; `suspect`: the pull request or the target changed, so both are read again before going on. */
  lookNow(id: EntryId, why?: 'suspect'): Promise<void>;
  /** Facts were read and still hold: no longer suspect. */
  trust(id: EntryId): Promise<void>;
  /** GitHub said that the target moved. */
  confirmLanding(id: EntryId): Promise<void>;
  /** The target does not show what GitHub took, and its lane is paused for that. */
  missLanding(id: EntryId): Promise<void>;
  landed(id: EntryId, sha: Sha): Promise<void>;
  eject(id: EntryId, reason: EjectReason, detail: Readonly<Record<string, unknown>>): Promise<void>;
}
