import type { Priority } from '../core/budget/limits.ts';
import type { EvidenceTarget } from '../core/evidence/evidence-target.ts';
import type { DeploymentFact, RunFact } from '../core/evidence/judge-evidence.ts';
import type { Account } from '../core/model/actor.ts';
import type { CommitChecks } from '../core/model/check.ts';
import type { EffectBody } from '../core/model/effect.ts';
import type { Sha } from '../core/model/ids.ts';
import type { IssueName } from '../core/model/issue-name.ts';
import type { IssueTurn } from '../core/model/issue-turn.ts';
import type { RepoRef } from '../core/model/project.ts';
import type { ChangedFiles, PullFacts, PullSnapshot, SyncFacts, Tip } from '../core/model/pull.ts';
import type { GateConfig } from '../core/model/repository-config.ts';
import type { IssueLinks, IssueSnapshot } from '../core/model/task.ts';
import type { Result } from '../core/result.ts';
import type { DeliveryAttempt } from '../core/upkeep/delivery-scan.ts';
import type { PolledComment } from '../core/upkeep/polled-comment.ts';

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
  /** Everything that decides about bringing one branch's code to another, in one request. */
  syncFacts(repo: RepoRef, options: SyncWanted): Promise<SyncFacts>;
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
  /** The sub-issues of an issue that are in the same repository, open or closed. */
  subIssues(repo: RepoRef, number: number): Promise<readonly IssueSnapshot[]>;
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
      /** Of what it is a part (`traceparent`). */
      trace?: string | null;
    },
  ): Promise<number | null>;
}

export interface SyncWanted {
  readonly source: string;
  readonly target: string;
  readonly candidateBranch?: string;
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
  /** Who put labels on an issue, took them away, or opened it again: the last 100 times, the earliest first. */
  turns(repo: RepoRef, issue: number): Promise<readonly IssueTurn[]>;
  /** The issues that block an issue, at most 100. Free while they are those of the last answer. */
  blockers(repo: RepoRef, issue: number): Promise<readonly IssueName[]>;
  /** The newest deployments, at most 100, the newest first. */
  deployments(repo: RepoRef): Promise<readonly { id: number; sha: Sha; environment: string }[]>;
  /**
   * How a deployment went, as GitHub would have sent it; null: nobody said yet. That a later one took its place is not
   * told: GitHub sends no word of that either.
   */
  deploymentStatus(repo: RepoRef, id: number): Promise<{ state: string; url: string | null } | null>;
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
