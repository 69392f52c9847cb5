/** The state of the simulated GitHub: plain records, changed only by `operations/`. Times are Dates, shas 40 hex digits. */
import type { GitRepository } from './git/git-repository.ts';

export type Level = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';
export type PermissionMap = Readonly<Record<string, 'read' | 'write'>>;

export interface User {
  readonly id: number;
  readonly nodeId: string;
  readonly login: string;
  readonly type: 'User' | 'Bot';
  /** Personal access token: REST, GraphQL, and the password for pushes over HTTP. */
  readonly token: string;
}

/** Who acts: a person or bot, and the App installation in whose name, if any. */
export interface Actor {
  readonly user: User;
  readonly installation?: Installation;
  /** The App that check runs belong to: ours, or GitHub Actions for a workflow's token. */
  readonly app?: AppIdentity;
}

export interface AppIdentity {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: User;
  readonly permissions: PermissionMap;
  readonly events: readonly string[];
}

/** The webhook of the App. */
export interface Hook {
  contentType: 'json' | 'form';
  insecureSsl: boolean;
  /** Empty: deliveries are not signed. */
  secret: string;
}

/** Rules for branches; those that it lets past are not held to them. */
export interface Ruleset {
  readonly id: number;
  readonly name: string;
  /** Names of branches; at the end, `*` is any part of a name and `**` whatever follows. */
  readonly branches: readonly string[];
  readonly rules: readonly { readonly type: string; readonly parameters?: unknown }[];
  /** Ids of Apps. */
  readonly bypass: readonly number[];
  readonly createdAt: Date;
}

export interface Installation {
  readonly id: number;
  readonly account: User;
  permissions: PermissionMap;
  events: readonly string[];
  selection: 'all' | 'selected';
  readonly repositories: Set<Repository>;
  suspendedAt: Date | undefined;
  readonly createdAt: Date;
}

export interface Label {
  readonly id: number;
  readonly nodeId: string;
  name: string;
  color: string;
  description: string | null;
}

export interface Milestone {
  readonly id: number;
  readonly nodeId: string;
  readonly number: number;
  title: string;
  readonly creator: User;
  readonly createdAt: Date;
}

export interface Reaction {
  readonly id: number;
  readonly nodeId: string;
  readonly user: User;
  readonly content: string;
  readonly createdAt: Date;
}

export interface Comment {
  readonly id: number;
  readonly nodeId: string;
  readonly issue: Issue;
  readonly user: User;
  body: string;
  readonly createdAt: Date;
  updatedAt: Date;
  readonly viaApp: AppIdentity | undefined;
  readonly reactions: Reaction[];
}

export interface Issue {
  readonly id: number;
  readonly nodeId: string;
  readonly number: number;
  readonly repo: Repository;
  readonly user: User;
  readonly viaApp: AppIdentity | undefined;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: 'completed' | 'not_planned' | 'reopened' | 'duplicate' | null;
  labels: Label[];
  assignees: User[];
  milestone: Milestone | undefined;
  readonly comments: Comment[];
  readonly reactions: Reaction[];
  /** Who clicked what, the earliest first. */
  readonly timeline: TimelineItem[];
  readonly createdAt: Date;
  updatedAt: Date;
  closedAt: Date | undefined;
  closedBy: User | undefined;
  pull: Pull | undefined;
  parent: Issue | undefined;
  readonly subIssues: Issue[];
  readonly blockedBy: Issue[];
}

export interface TimelineItem {
  readonly action: 'labeled' | 'unlabeled' | 'reopened';
  readonly label: Label | undefined;
  readonly by: User;
  readonly at: Date;
}

export interface Review {
  readonly id: number;
  readonly nodeId: string;
  readonly user: User;
  readonly body: string;
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  readonly commit: string;
  readonly submittedAt: Date;
}

/** The pull-request half of an issue. */
export interface Pull {
  readonly id: number;
  readonly nodeId: string;
  readonly issue: Issue;
  readonly headRepo: Repository;
  readonly headRef: string;
  headSha: string;
  baseRef: string;
  baseSha: string;
  draft: boolean;
  mergedAt: Date | undefined;
  mergedBy: User | undefined;
  mergeCommitSha: string | undefined;
  readonly reviews: Review[];
  /** Mergeability of exactly `key` (head and base tips); `nullReads` answers are still `null`. */
  mergeability: { key: string; value: boolean | null; nullReads: number } | undefined;
}

export interface CheckSuite {
  readonly id: number;
  readonly nodeId: string;
  readonly app: AppIdentity;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly before: string | null;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  readonly createdAt: Date;
  updatedAt: Date;
}

export interface CheckRun {
  readonly id: number;
  readonly nodeId: string;
  readonly suite: CheckSuite;
  readonly app: AppIdentity;
  readonly headSha: string;
  name: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  externalId: string;
  detailsUrl: string | null;
  readonly startedAt: Date;
  completedAt: Date | undefined;
  output: { title: string | null; summary: string | null; text: string | null };
  actions: readonly unknown[];
}

export interface Workflow {
  readonly id: number;
  readonly nodeId: string;
  readonly path: string;
  readonly name: string;
  readonly createdAt: Date;
  runs: number;
}

export interface Job {
  readonly id: number;
  readonly nodeId: string;
  readonly name: string;
  readonly attempt: number;
  readonly checkRun: CheckRun;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  readonly createdAt: Date;
  startedAt: Date | undefined;
  completedAt: Date | undefined;
}

export interface WorkflowRun {
  readonly id: number;
  readonly nodeId: string;
  readonly workflow: Workflow;
  readonly number: number;
  readonly event: string;
  readonly headBranch: string;
  readonly headSha: string;
  readonly actor: User;
  suite: CheckSuite;
  attempt: number;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  readonly jobs: Job[];
  readonly createdAt: Date;
  updatedAt: Date;
  startedAt: Date;
}

export interface Deployment {
  readonly id: number;
  readonly nodeId: string;
  readonly sha: string;
  readonly ref: string;
  readonly environment: string;
  readonly description: string | null;
  readonly creator: User;
  readonly createdAt: Date;
  readonly statuses: DeploymentStatus[];
}

export interface DeploymentStatus {
  readonly id: number;
  readonly nodeId: string;
  readonly state: string;
  readonly description: string;
  readonly targetUrl: string;
  readonly creator: User;
  readonly createdAt: Date;
}

/** One ref that moved; `undefined` where it did not exist. `ref` is the full name. */
export interface RefChange {
  readonly ref: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly forced: boolean;
}

export interface PushNotice {
  readonly branch: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly created: boolean;
  readonly deleted: boolean;
  readonly by: User;
}

export interface PullNotice {
  readonly action: string;
  readonly number: number;
  readonly headRef: string;
  readonly headSha: string;
  readonly baseRef: string;
  readonly by: User;
}

/** How a pull request was, for reads that a test wants stale. */
type FormerPull = Pick<Pull, 'headSha' | 'baseRef' | 'draft' | 'mergedAt'> & Pick<Issue, 'updatedAt'>;

export interface Repository {
  readonly id: number;
  readonly nodeId: string;
  owner: User;
  name: string;
  readonly defaultBranch: string;
  readonly fork: boolean;
  readonly private: boolean;
  archived: boolean;
  readonly createdAt: Date;
  pushedAt: Date;
  readonly git: GitRepository;
  /** Every ref and its tip: a copy of what git holds, refreshed with each change. */
  readonly refs: Map<string, string>;
  /** Former tips of each ref, oldest first, for stale reads. */
  readonly refHistory: Map<string, (string | undefined)[]>;
  readonly collaborators: Map<number, Level>;
  nextNumber: number;
  readonly issues: Map<number, Issue>;
  readonly comments: Map<number, Comment>;
  readonly labels: Label[];
  readonly milestones: Milestone[];
  readonly suites: CheckSuite[];
  readonly checkRuns: CheckRun[];
  readonly workflows: Workflow[];
  readonly runs: WorkflowRun[];
  readonly deployments: Deployment[];
  readonly rulesets: Ruleset[];
  readonly pullHistory: Map<number, FormerPull[]>;
  readonly pushListeners: Set<(notice: PushNotice) => void>;
  readonly pullListeners: Set<(notice: PullNotice) => void>;
  readonly rerunListeners: Set<(run: WorkflowRun, jobs: readonly string[]) => void>;
}
