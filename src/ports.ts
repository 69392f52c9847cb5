/** What use cases need from the world, in domain words. Adapters implement these; tests and `app.ts` put them together. */
import type { Ask } from './core/budget/ledger.ts';
import type { Priority } from './core/budget/limits.ts';
import type { RequeueReason } from './core/lane/next-step.ts';
import type { Account } from './core/model/actor.ts';
import type { Activity } from './core/model/activity.ts';
import type { CheckRun, CommitChecks, WorkflowRun } from './core/model/check.ts';
import type { DependencyEdge } from './core/dependency-path.ts';
import type { Effect, EffectBody, PendingEffect } from './core/model/effect.ts';
import type { InstallationEvent, Origin, RepoEvent, RepoFacts } from './core/model/event.ts';
import type { EvidenceTarget } from './core/evidence/evidence-target.ts';
import type { DeploymentFact, RunFact } from './core/evidence/judge-evidence.ts';
import type { Evidence } from './core/model/evidence.ts';
import type { IssueAt } from './core/model/issue-name.ts';
import type { AgentId, EntryId, EpicId, LaneId, ProjectId, PullId, Sha, TaskId } from './core/model/ids.ts';
import type { Candidate, EjectReason, Entry, EntryState, Lane, Requester } from './core/model/lane.ts';
import type { Project, RepoRef } from './core/model/project.ts';
import type { PullView } from './core/model/pull-view.ts';
import type { ChangedFiles, Judgement, Pull, PullFacts, PullSnapshot, Tip } from './core/model/pull.ts';
import type { GateConfig, RepositoryConfig } from './core/model/repository-config.ts';
import type { OpenTask } from './core/next-task.ts';
import type { Result } from './core/result.ts';
import type { DeliveryAttempt, ScanProgress } from './core/upkeep/delivery-scan.ts';
import type { CommentCursor, PolledComment } from './core/upkeep/polled-comment.ts';
import type { ScratchInUse } from './core/upkeep/stray-branches.ts';
import type {
  Assignment,
  EndedHold,
  IssueLinks,
  IssueSnapshot,
  Missing,
  Task,
  TaskStatus,
} from './core/model/task.ts';
import type { TaskCard } from './core/model/task-card.ts';

// ---------------------------------------------------------------------------------------------------- the world

export interface Clock {
  /** For display and for comparing GitHub's times. Leases use the database's clock, never this one. */
  now(): Date;
}

/** Pino's shape. Messages at warn and above are static, data goes into the object. */
export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
  child(data: object): Log;
}

/** Says that there may be work. Carries a key and nothing else; losing a ring costs seconds, never data. */
export interface Doorbell {
  ring(bell: Bell): Promise<void>;
}
export type Bell =
  | { readonly kind: 'deliveries' }
  | { readonly kind: 'effects' }
  | { readonly kind: 'lane'; readonly lane: LaneId };

/** The words a comment says outside code, quotes, HTML and links. */
export interface Markdown {
  /** Each line of plain prose with its number (from 1) in `body`. */
  plainLines(body: string): readonly { readonly line: number; readonly text: string }[];
}

/** Reads `.github/flotilla.yml`. Problems are sentences with line and column, all of them. */
export interface ConfigReader {
  parse(text: string): Result<RepositoryConfig, readonly string[]>;
}

// ---------------------------------------------------------------------------------------------------- GitHub

/** GitHub refuses, finally: asking again would give the same answer. */
export class GitHubRefused extends Error {
  override readonly name = 'GitHubRefused';
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** The installation is gone or suspended: nothing can be asked on its behalf. */
export class NotInstalled extends GitHubRefused {}

/** A rate limit: nothing was done, and nothing may be asked before `retryAfterMs` have passed. */
export class GitHubBusy extends Error {
  override readonly name = 'GitHubBusy';
  readonly retryAfterMs: number;
  constructor(message: string, retryAfterMs: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whoever wanted this has lost the right to it meanwhile (its process stood still, say): nothing was sent. */
export class NotMineAnyMore extends Error {
  override readonly name = 'NotMineAnyMore';
}

/** What each installation may ask of GitHub, all processes together: three quarters of GitHub's limits. */
export interface Budget {
  /** A permit for one request, or how long there will be none. */
  take(installationId: number, ask: Ask): Promise<Result<Permit, { readonly waitMs: number }>>;
  /** GitHub wants to be left alone for `ms`. Resolves when every process is told. */
  pause(installationId: number, ms: number): Promise<void>;
}

export interface Permit {
  /** The request was answered, or given up. `seen`: what the answer says of the hourly budget. */
  done(seen: RateSeen | null): void;
}

export interface RateSeen {
  readonly limit: number;
  readonly used: number;
  /** Until the hour begins anew. */
  readonly resetMs: number;
}

/** Reads. May be retried; a missing thing is null, every other trouble throws. */
export interface GitHubReader {
  /** What a person may do here, at most 60 s old (`fresh`: now). Bots have no permission of their own: `none`. */
  permission(
    repo: RepoRef,
    account: Account,
    fresh?: 'fresh',
  ): Promise<'admin' | 'maintain' | 'write' | 'read' | 'none'>;
  /** Whose login this is now; null: nobody's. Bots are named with their `[bot]`. */
  account(repo: RepoRef, login: string): Promise<Account | null>;
  /** The default branch, its tip and the text and blob of `.github/flotilla.yml` there. */
  readConfig(
    repo: RepoRef,
  ): Promise<{ defaultBranch: string; tip: Sha | null; text: string | null; blob: Sha | null }>;
  /** Everything that decides about one pull request, in one request. Null: no such pull request. */
  pullFacts(
    repo: RepoRef,
    number: number,
    options: { target: string; candidateBranch?: string },
  ): Promise<PullFacts | null>;
  changedFiles(repo: RepoRef, number: number, head: Sha): Promise<ChangedFiles>;
  /** What GitHub says of `commit` now, reading only what `gates` ask for. Runs are those of exactly this commit. */
  commitChecks(repo: RepoRef, commit: Sha, gates: readonly GateConfig[]): Promise<CommitChecks>;
  /** The target branch now, and whether it contains `commit`. Null: the branch is gone. */
  branchContains(repo: RepoRef, branch: string, commit: Sha): Promise<(Tip & { contains: boolean }) | null>;
  /** Names of the branches that start with `prefix`. */
  branches(repo: RepoRef, prefix: string): Promise<readonly string[]>;
  /** The whole id of a commit of the repository (or of a fork of it); null: there is none. */
  commitId(repo: RepoRef, id: string): Promise<Sha | null>;
  runFact(
    repo: RepoRef,
    run: { readonly kind: 'run' | 'check'; readonly id: number },
  ): Promise<RunFact | null>;
  /** The newest state of each deployment of a commit. */
  deployments(repo: RepoRef, commit: Sha): Promise<readonly DeploymentFact[]>;
  /** Whether GitHub shows us what somebody points at, in whichever repository. */
  targetExists(
    repo: RepoRef,
    target: Extract<EvidenceTarget, { kind: 'commit' | 'pull' | 'issue' | 'file' }>,
  ): Promise<boolean>;
  issue(repo: RepoRef, number: number): Promise<IssueSnapshot | null>;
  issueLinks(repo: RepoRef, issue: IssueSnapshot): Promise<IssueLinks>;
  openIssues(repo: RepoRef): Promise<readonly IssueSnapshot[]>;
  openPulls(repo: RepoRef): Promise<readonly PullSnapshot[]>;
  /** Issues that merging this pull request would close, and the message's own mentions are not among them. */
  repository(repo: RepoRef): Promise<{
    repoId: number;
    owner: string;
    name: string;
    defaultBranch: string;
    archived: boolean;
  } | null>;
  repositoriesOf(
    installationId: number,
  ): Promise<readonly (RepoRef & { repoId: number; defaultBranch: string; archived: boolean })[]>;
  /** Files changed on both sides since the merge base, for telling an agent where a conflict is. */
  filesChangedOnBothSides(repo: RepoRef, branch: string, head: Sha): Promise<readonly string[]>;
}

/** Exact writes. Never retried blindly: a thrown error means "unknown", so read before trying again. */
export interface GitHubWriter {
  /** Creates the labels that are missing. */
  ensureLabels(
    repo: RepoRef,
    labels: readonly { name: string; color: string; description: string }[],
  ): Promise<void>;
  /** Creates a branch where there is none; `exists` when there is one already (wherever it points). */
  createBranch(repo: RepoRef, branch: string, at: Sha): Promise<'created' | 'exists'>;
  /** Deletes a branch; `missing` when there was none. Says what was true at that moment, not what a replica shows. */
  deleteBranch(repo: RepoRef, branch: string): Promise<'deleted' | 'missing'>;
  /** Merges `head` into the branch `into`. `nothing`: it is contained already. */
  merge(
    repo: RepoRef,
    into: string,
    head: Sha,
    message: string,
  ): Promise<
    { kind: 'merged'; commit: Tip; parents: readonly Sha[] } | { kind: 'conflict' } | { kind: 'nothing' }
  >;
  createCommit(repo: RepoRef, commit: { tree: Sha; parents: readonly Sha[]; message: string }): Promise<Sha>;
  /** All updates or none; `before` and `after` of ZERO_SHA: must not exist, delete. */
  updateRefs(
    repo: RepoRef,
    updates: readonly RefUpdate[],
  ): Promise<Result<null, { kind: 'moved' | 'denied'; message: string }>>;
  /** Sends one effect; `lookFirst`: it may have been sent already. Returns GitHub's id of what was made. */
  perform(
    repo: RepoRef,
    effect: EffectBody,
    known: {
      externalId: number | null;
      key: string;
      lookFirst: boolean;
      /** Asked before each request; when it is false, `NotMineAnyMore` is thrown instead. */
      stillMine?: () => boolean;
    },
  ): Promise<number | null>;
}

export interface RefUpdate {
  readonly branch: string;
  readonly before: Sha;
  readonly after: Sha;
}

export interface GitHub extends GitHubReader, GitHubWriter {
  /** The same GitHub, whose calls are this important when the budget runs short; `handling` unless said otherwise. */
  as(priority: Priority): GitHub;
}

/** What changed in a repository, for when no webhook tells. What GitHub calls unchanged since last time costs nothing. */
export interface Changes {
  /** Comments written or changed at `since` or later, at most 1,000, the earliest change first. */
  comments(repo: RepoRef, since: Date): Promise<readonly PolledComment[]>;
  /** Issues in any state that changed at `since` or later, at most 1,000, the earliest change first. */
  issues(repo: RepoRef, since: Date): Promise<readonly IssueSnapshot[]>;
  /** Pull requests in any state that changed at `since` or later, at most 1,000, the newest change first. */
  pulls(repo: RepoRef, since: Date): Promise<readonly PullSnapshot[]>;
  /** Who closed an issue, and when. Null: it is open, or gone. */
  closing(repo: RepoRef, issue: number): Promise<{ by: Account; bySelf: boolean; at: Date } | null>;
  /** Where the App is installed. */
  installations(): Promise<readonly { id: number; suspended: boolean }[]>;
}

/** GitHub's log of what it sent to the App's webhook, all installations together, kept three days. */
export interface AppDeliveries {
  /** At most 100 attempts, newest first; `next` null: there are no older ones. A `cursor` of null is the first page. */
  page(cursor: string | null): Promise<{ attempts: readonly DeliveryAttempt[]; next: string | null }>;
  /** Asks GitHub to send the delivery of this attempt once more, under the same GUID. */
  redeliver(attemptId: string): Promise<void>;
}

// ---------------------------------------------------------------------------------------------------- the store

/** A transaction could not write because its lane hold is over. The step stops; the next one starts afresh. */
export class LaneLost extends Error {
  override readonly name = 'LaneLost';
}

declare const held: unique symbol;
/** Proof that this step holds the lane. Only `Store.holdLane` makes one. */
export interface LaneHold {
  readonly [held]: true;
  readonly lane: LaneId;
  readonly holder: string;
  readonly fence: number;
}

export interface Store {
  /** One transaction; throwing rolls back. Rings collected by `tx.ring` go out after the commit. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A transaction that first locks the lane's row and requires the hold to be live; throws `LaneLost` otherwise. */
  inLane<T>(hold: LaneHold, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Takes the lane for 20 s of database time unless another step has it (null). */
  holdLane(lane: LaneId, holder: string): Promise<LaneHold | null>;
  /** Another 20 s, before each call to GitHub. Throws `LaneLost`. */
  renewLane(hold: LaneHold): Promise<void>;
  releaseLane(hold: LaneHold): Promise<void>;
  readonly read: Reads;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
}

/** Reads outside of any transaction. */
export interface Reads {
  project(id: ProjectId): Promise<Project | null>;
  projectByRepo(repoId: number): Promise<Project | null>;
  projectsOfInstallation(installationId: number): Promise<readonly Project[]>;
  activeProjects(): Promise<readonly Project[]>;
  task(project: ProjectId, issue: number): Promise<Task | null>;
  pull(project: ProjectId, number: number): Promise<Pull | null>;
  pullsByHead(project: ProjectId, sha: Sha): Promise<readonly Pull[]>;
  openPullsByBase(project: ProjectId, branch: string): Promise<readonly Pull[]>;
  /** Open pull requests whose head should be looked at again by now, oldest first. */
  pullsDue(limit: number): Promise<readonly { project: ProjectId; number: number }[]>;
  lane(id: LaneId): Promise<Lane | null>;
  laneByBranch(project: ProjectId, branch: string): Promise<Lane | null>;
  /** Lanes in which some entry is due. */
  lanesDue(): Promise<readonly LaneId[]>;
  /** Live entries of a lane in order: in flight first, then priority with ageing, then time. */
  liveEntries(lane: LaneId): Promise<readonly Entry[]>;
  liveEntryOfPull(pull: PullId): Promise<Entry | null>;
  entry(id: EntryId): Promise<Entry | null>;
  /** The newest landings of a lane (at most 50) with the paths they touched, for naming culprits. */
  landedOn(lane: LaneId): Promise<readonly { pull: number; landed: Sha; paths: readonly string[] }[]>;
  /** Holds past their end: to be warned or released. */
  lapsingAssignments(): Promise<
    readonly { project: ProjectId; issue: number; expired: 'warn' | 'release' }[]
  >;
  statusPage(): Promise<StatusPage>;
}

/** Facts and writes inside one transaction. */
export interface Tx {
  readonly projects: {
    upsert(
      project: Omit<Project, 'id' | 'config' | 'configBlob' | 'seenBlob' | 'configError'>,
    ): Promise<Project>;
    setState(id: ProjectId, state: Project['state']): Promise<void>;
    /** The valid configuration takes effect: epics, thresholds, agents and lanes follow it. */
    configure(id: ProjectId, config: RepositoryConfig, blob: Sha): Promise<void>;
    /** The newest file is invalid: remember why, keep the old one. */
    refuseConfig(id: ProjectId, error: string, blob: Sha | null): Promise<void>;
  };
  readonly tasks: {
    /** Locks the row until the end of the transaction. */
    lock(project: ProjectId, issue: number): Promise<Task | null>;
    lockById(id: TaskId): Promise<Task | null>;
    /**
     * Inserts or refreshes what comes from the issue; never touches status. An older snapshot changes nothing, and
     * priority and estimate follow the issue only when it says something else than before.
     */
    upsert(task: TaskFromIssue): Promise<Task>;
    setStatus(id: TaskId, status: TaskStatus, blockedReason?: string | null): Promise<void>;
    /** `said`: by a holder with that fence, beside a note. False: that hold is over, and nothing was written. */
    setClaimedPercent(
      id: TaskId,
      percent: number,
      said?: { readonly fence: number; readonly note: string | null },
    ): Promise<boolean>;
    /** By command: stands until the issue says something new. */
    setEstimate(id: TaskId, hours: number): Promise<void>;
    /** By command: stands until the issue says something new. What is in a lane goes by it as well. */
    setPriority(id: TaskId, priority: number): Promise<void>;
    setHeld(id: TaskId, held: boolean): Promise<void>;
    /** Replaces the dependencies of one source. */
    setDependencies(
      id: TaskId,
      source: 'body' | 'native',
      issues: readonly (IssueAt & { closed: boolean })[],
    ): Promise<void>;
    /** By command: stands until GitHub shows the native link, which then is the source. */
    addDependency(id: TaskId, on: IssueAt & { closed: boolean }): Promise<void>;
    /** Whatever a command or a native link said. */
    removeDependency(id: TaskId, on: IssueAt): Promise<void>;
    dependencies(id: TaskId): Promise<readonly (IssueAt & { source: 'body' | 'native' | 'command' })[]>;
    /** All that can be reached from an issue. Until the end of the transaction nobody else may ask this. */
    dependenciesFrom(issue: IssueAt): Promise<readonly DependencyEdge[]>;
    /** An issue was opened or closed: dependencies on it that are no tasks follow. Returns the tasks that depend on it. */
    markDependency(on: IssueAt, closed: boolean): Promise<readonly TaskId[]>;
    /** The issue is no more: nothing waits for it. Returns the tasks that did. */
    dropDependency(on: IssueAt): Promise<readonly TaskId[]>;
    /** Every unfinished task of the project's epics, for what comes next. */
    open(project: ProjectId): Promise<readonly OpenTask[]>;
    missing(id: TaskId): Promise<readonly Missing[]>;
    card(id: TaskId): Promise<TaskCard>;
    epicByLabels(project: ProjectId, labels: readonly string[]): Promise<EpicId | null>;
  };
  readonly agents: {
    byAccount(project: ProjectId, accountId: number): Promise<readonly AgentRow[]>;
    byName(project: ProjectId, name: string): Promise<AgentRow | null>;
    /** A person who claims for himself becomes an agent of his login. */
    ensurePerson(project: ProjectId, account: Account): Promise<AgentRow>;
    /** Serialises the claims of one agent; returns the issues it holds. */
    lockHoldings(agent: AgentId): Promise<readonly number[]>;
    /** Any signed action counts as a heartbeat. */
    seen(project: ProjectId, accountId: number): Promise<void>;
  };
  readonly assignments: {
    active(task: TaskId): Promise<Assignment | null>;
    /** One statement: gives the task, renews one's own hold, or names the holder. Lapsed holds are ended first. */
    claim(
      task: TaskId,
      agent: AgentId,
      leaseMs: number,
    ): Promise<{
      won: boolean;
      assignment: Assignment;
      /** Somebody else's hold that this claim found lapsed and ended, for the activity log. */
      lapsed: Assignment | null;
    }>;
    renew(task: TaskId, leaseMs: number): Promise<void>;
    /** Adds `ms` to the hold with this fence; null: that hold is over. */
    extend(task: TaskId, fence: number, ms: number): Promise<Assignment | null>;
    /** The newest hold on the task that one of the account's agents had and has no more. */
    endedOf(task: TaskId, accountId: number): Promise<EndedHold | null>;
    /** What is due for the hold on a task right now; null: it lives, or a lane protects it. */
    lapsing(task: TaskId): Promise<'warn' | 'release' | null>;
    warn(task: TaskId): Promise<void>;
    end(task: TaskId, how: 'done' | 'released' | 'lapsed'): Promise<Assignment | null>;
    /** Open tasks the account's agents hold, for linking a pull request that names none. */
    heldBy(
      project: ProjectId,
      accountId: number,
    ): Promise<readonly { taskId: TaskId; issue: number; agentName: string }[]>;
  };
  readonly evidence: {
    /** False when it was known already, and at least as surely. */
    add(evidence: Evidence): Promise<boolean>;
  };
  readonly pulls: {
    /** Inserts or refreshes; an older snapshot changes nothing, `merged` never regresses. */
    upsert(project: ProjectId, snapshot: PullSnapshot): Promise<Pull>;
    byNumber(project: ProjectId, number: number): Promise<Pull | null>;
    link(id: PullId, task: TaskId | null): Promise<void>;
    setFiles(id: PullId, files: ChangedFiles): Promise<void>;
    /** When its head is to be looked at again; null: only when something rings. */
    lookAgain(id: PullId, afterMs: number | null): Promise<void>;
    /** Open pull requests that belong to no task are looked at again: there is a new one that they may have named. */
    lookAgainUnlinked(project: ProjectId): Promise<void>;
    /** The same, of one author (a numeric user id), who got a task that they may be for. */
    lookAgainUnlinkedOf(project: ProjectId, author: number): Promise<void>;
    /** What was found about this head, for the check run. */
    saveJudgement(id: PullId, judgement: Judgement): Promise<void>;
    /** The live (open) pull request that a task has, other than `except`. */
    liveOfTask(task: TaskId, except: PullId): Promise<Pull | null>;
    /** The newest pull request of a task. */
    latestOfTask(task: TaskId): Promise<Pull | null>;
    /** The newest open pull request from a branch of this repository. */
    openByHeadRef(project: ProjectId, branch: string): Promise<Pull | null>;
    /** What its check run shows. */
    view(id: PullId): Promise<PullView>;
  };
  readonly checks: {
    saveRun(project: ProjectId, run: Omit<WorkflowRun, 'jobs'>): Promise<void>;
    saveCheck(project: ProjectId, check: CheckRun): Promise<void>;
  };
  readonly lanes: {
    lock(id: LaneId): Promise<Lane | null>;
    byBranch(project: ProjectId, branch: string): Promise<Lane | null>;
    pause(id: LaneId, reason: string, by: string): Promise<void>;
    /** Neither paused nor draining any more. */
    resume(id: LaneId): Promise<void>;
    drain(id: LaneId, by: string): Promise<void>;
  };
  readonly entries: {
    /** Null when the pull request has a live entry already. */
    add(entry: NewEntry): Promise<Entry | null>;
    /** Whether this head was ever in a lane: it does not come back by itself. */
    seenHead(pull: PullId, head: Sha): Promise<boolean>;
    liveOfPull(pull: PullId): Promise<Entry | null>;
    liveOfLane(lane: LaneId): Promise<readonly Entry[]>;
    newestOfPull(pull: PullId): Promise<Entry | null>;
    /** Entries under test whose candidate (or inherited head) is `commit`, or which are `named`. */
    testing(project: ProjectId, commit: Sha, named: EntryId | null): Promise<readonly Entry[]>;
    get(id: EntryId): Promise<Entry | null>;
    /** `waiting` to `queued`. */
    admit(id: EntryId): Promise<void>;
    setHeld(id: EntryId, held: boolean): Promise<void>;
    setLeaving(id: EntryId, by: string): Promise<void>;
    /** `queued` to `building`: the next attempt begins. Returns the entry with its new attempt. */
    beginAttempt(id: EntryId): Promise<Entry>;
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
    landed(id: EntryId, sha: Sha): Promise<void>;
    eject(id: EntryId, reason: EjectReason, detail: Readonly<Record<string, unknown>>): Promise<void>;
  };
  readonly commands: {
    /** Whether this line of this comment was run already; until the end of the transaction nobody else can run it. */
    known(project: ProjectId, commentId: number, line: number): Promise<boolean>;
    save(command: {
      project: ProjectId;
      commentId: number;
      line: number;
      text: string;
      actorId: number;
      outcome: string;
    }): Promise<void>;
  };
  readonly effects: {
    want(effect: Effect): Promise<void>;
    /** Sends what was sent last once more: somebody changed on GitHub what we keep there. */
    again(project: ProjectId, key: string): Promise<void>;
    /**
     * Comments sent or waiting in one thread during the last hour, for the reply limit. Nobody else counts those of
     * this thread until the end of the transaction.
     */
    repliesInLastHour(project: ProjectId, issue: number): Promise<number>;
  };
  activity(line: Activity): Promise<void>;
  /** The delivery that caused this has been dealt with, in this very transaction. */
  settleDelivery(guid: string): Promise<void>;
  /** Rings after the commit. */
  ring(bell: Bell): void;
}

export interface AgentRow {
  readonly id: AgentId;
  readonly name: string;
  readonly accountId: number;
  readonly accountLogin: string;
  readonly maxClaims: number;
}

export interface TaskFromIssue {
  readonly projectId: ProjectId;
  readonly issue: number;
  readonly title: string;
  readonly epicId: EpicId | null;
  readonly priority: number;
  readonly estimateHours: number | null;
  readonly checklist: { readonly done: number; readonly total: number };
  readonly labels: readonly string[];
  readonly snapshotAt: Date;
}

export interface NewEntry {
  readonly laneId: LaneId;
  readonly pullId: PullId;
  readonly head: Sha;
  readonly state: 'waiting' | 'queued';
  readonly requester: Requester;
  readonly priority: number;
}

export type { TaskCard };

/** Deliveries: stored before they are acknowledged, drained by workers. */
export interface Inbox {
  /** Stores each at most once (by GUID), in one statement; a dead one that is delivered again becomes pending. */
  store(deliveries: readonly Delivery[]): Promise<void>;
  /** Claims up to `limit` due deliveries for `leaseMs`, oldest first, skipping those that another worker has. */
  claim(limit: number, leaseMs: number): Promise<readonly (Delivery & { readonly attempts: number })[]>;
  settle(guid: string): Promise<void>;
  /** Tried again after `delayMs`, or `dead` when null. */
  fail(guid: string, error: string, delayMs: number | null): Promise<void>;
  /** Not now, through no fault of theirs: due again after `delayMs`, and the claim does not count as an attempt. */
  postpone(guids: readonly string[], delayMs: number): Promise<void>;
  dead(): Promise<
    readonly { guid: string; event: string; error: string; receivedAt: Date; attempts: number }[]
  >;
  /** Puts a dead delivery back to pending. False: there is no such dead delivery. */
  redrive(guid: string): Promise<boolean>;
}

export interface Delivery {
  readonly guid: string;
  readonly event: string;
  readonly installationId: number | null;
  /** Exactly the bytes that were signed. */
  readonly body: Buffer;
}

/** What the chores keep besides: who does which, and what GitHub's log told them. */
export interface Upkeep {
  readonly sweeps: Sweeps;
  readonly deliveryLog: DeliveryLog;
  readonly pruner: Pruner;
  scratchInUse(project: ProjectId): Promise<ScratchInUse>;
  readonly polls: Polls;
}

/** How far the changes of each project were polled, and what the tables hold that may have ended on GitHub. */
export interface Polls {
  /** The newest changes that were dealt with; for a project that was never polled: since it is known. */
  cursors(project: ProjectId): Promise<{ comments: CommentCursor; issues: Date; pulls: Date }>;
  saveComments(project: ProjectId, cursor: CommentCursor): Promise<void>;
  saveIssues(project: ProjectId, newest: Date): Promise<void>;
  savePulls(project: ProjectId, newest: Date): Promise<void>;
  /** Whether a line of this comment was run, or refused. */
  commandsRan(project: ProjectId, commentId: number): Promise<boolean>;
  /** Whether somebody was told already that closing this issue, then, does not end its task. */
  closeHeard(project: ProjectId, issue: number, closedAt: Date): Promise<boolean>;
  /** What counts as open here: issues of tasks, pull requests, and lanes (`missing`: paused for want of a branch). */
  openWork(project: ProjectId): Promise<{
    issues: readonly number[];
    pulls: readonly number[];
    lanes: readonly { branch: string; missing: boolean }[];
  }>;
  /** Open pull requests that nobody would look at again without a ring, and that are not in their lane's care. */
  lookAtIdlePulls(project: ProjectId): Promise<void>;
}

/** Removes what is older than `days`, at most `limit` of each, and says how many that were. */
export interface Pruner {
  /** The bytes of deliveries that ended. */
  bodies(this: void, days: number, limit: number): Promise<number>;
  deliveries(this: void, days: number, limit: number): Promise<number>;
  activity(this: void, days: number, limit: number): Promise<number>;
  /** What was sent and will not be changed again. */
  effects(this: void, days: number, limit: number): Promise<number>;
  /** Deliveries that never came. */
  missed(this: void, days: number, limit: number): Promise<number>;
}

/** Work that is done every so often, by one process at a time, whichever is up. */
export type SweepName = 'deliveries' | 'poll' | 'prune' | 'reconcile';

/** Somebody else does this work by now: the run that lost it stops. */
export class SweepLost extends Error {
  override readonly name = 'SweepLost';
}

export interface Sweeps {
  /** Takes the work for `leaseMs` if it is due and nobody has it. */
  take(name: SweepName, holder: string, leaseMs: number): Promise<boolean>;
  /** Another `leaseMs`. Throws `SweepLost`. */
  keep(name: SweepName, holder: string, leaseMs: number): Promise<void>;
  /** Gives it back, due again in `inMs`; `well`: it went through to its end. */
  end(name: SweepName, holder: string, result: { well: boolean; inMs: number }): Promise<void>;
  /** Due now, whenever it was due. */
  makeDue(name: SweepName): Promise<void>;
}

/** How far GitHub's log was compared with the inbox, and what was missing there. */
export interface DeliveryLog {
  progress(): Promise<ScanProgress>;
  /** Which of these deliveries we hold, handled or not. */
  held(guids: readonly string[]): Promise<ReadonlySet<string>>;
  /** A page was compared: in one transaction, what was missed is written down and the scan goes on behind it. */
  advance(missed: readonly DeliveryAttempt[], progress: ScanProgress): Promise<void>;
  /** Forgets what came meanwhile; then up to `limit` that are to be asked for by now, oldest first. */
  missing(limit: number): Promise<readonly { guid: string; attemptId: string; asked: number }[]>;
  /** GitHub was asked for it, or refused (`error`); not to be asked again for `againMs`. */
  asked(guid: string, againMs: number, error: string | null): Promise<void>;
  gaps(): Promise<DeliveryGaps>;
}

/** Whether GitHub has sent anything that we do not hold. */
export interface DeliveryGaps {
  /** Everything that GitHub sent from here to `sweptUntil` is held; null: its log was not yet read to the end. */
  readonly noGapsSince: Date | null;
  readonly sweptUntil: Date | null;
  /** What is missing, oldest first, at most 1,000. */
  readonly missing: readonly {
    readonly guid: string;
    readonly event: string;
    readonly deliveredAt: Date;
    readonly status: string;
    readonly asked: number;
    readonly error: string | null;
  }[];
}

/** Effects that wait to be sent. */
export interface Outbox {
  /** Claims the next due effects, at most one per object and one executor per installation at a time. */
  claim(limit: number, leaseMs: number): Promise<readonly ClaimedEffect[]>;
  sent(id: number, version: number, externalId: number | null): Promise<void>;
  fail(id: number, error: string, delayMs: number | null): Promise<void>;
  /** Gives claimed effects back, unsent: the claim does not count as an attempt. */
  handBack(effects: readonly ClaimedEffect[]): Promise<void>;
  /** There is no budget for effects of this kind: none of them is due before `ms` have passed. */
  wait(installationId: number, kind: Effect['kind'], ms: number): Promise<void>;
  /** Milliseconds until the next effect is due; null: none waits. */
  nextDue(): Promise<number | null>;
  /** How many effects still wait, for tests and the status page. */
  waiting(): Promise<number>;
  /** What GitHub would not have, oldest first, 1,000 at most. */
  dead(): Promise<readonly DeadEffect[]>;
  /** Makes a dead effect due at once. False: there is no such dead effect. */
  redrive(id: number): Promise<boolean>;
}

export interface ClaimedEffect extends PendingEffect {
  readonly repo: RepoRef;
  /** Whether the lease has so much time left that one more request ends within it. */
  stillMine(): boolean;
}

export interface DeadEffect {
  readonly id: number;
  readonly repository: string;
  readonly kind: Effect['kind'];
  readonly key: string;
  readonly error: string;
  readonly attempts: number;
  readonly wantedAt: Date;
}

/** Everything the plain status page shows. */
export interface StatusPage {
  readonly projects: readonly {
    readonly owner: string;
    readonly name: string;
    readonly state: Project['state'];
    readonly configError: string | null;
    readonly epics: readonly {
      key: string;
      title: string;
      branch: string;
      percent: number;
      tasks: number;
      done: number;
    }[];
    readonly lanes: readonly {
      branch: string;
      paused: string | null;
      entries: readonly { pull: number; state: EntryState; held: boolean }[];
      landed: number;
      ejected: number;
    }[];
    readonly tasks: readonly {
      issue: number;
      title: string;
      epic: string | null;
      status: TaskStatus;
      holder: string | null;
      percent: number;
    }[];
  }[];
  readonly activity: readonly {
    at: Date;
    kind: string;
    actor: string;
    issue: number | null;
    detail: Readonly<Record<string, unknown>>;
  }[];
  readonly deliveries: { readonly pending: number; readonly dead: number };
  readonly effects: { readonly waiting: number; readonly dead: number };
}

/** The way in for what happens on GitHub: webhooks today, polls as well. A second call with the same event is harmless. */
export interface Events {
  repoEvent(repo: RepoFacts, event: RepoEvent, origin: Origin): Promise<void>;
  installationEvent(event: InstallationEvent, origin: Origin): Promise<void>;
}

/** Hands a stored delivery to its handler and waits for it. Throws when the handler does. */
export interface Receiver {
  receive(delivery: Delivery): Promise<void>;
}

/** What every use case is given. */
export interface Deps {
  readonly store: Store;
  readonly github: GitHub;
  readonly clock: Clock;
  readonly log: Log;
  readonly markdown: Markdown;
  readonly configReader: ConfigReader;
  /** A fresh UUID. */
  newId(): string;
  /** Whether the process is about to end: nothing new is begun, and what was taken is handed back. */
  stopping(): boolean;
}
