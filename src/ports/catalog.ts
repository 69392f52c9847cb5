import type { Evidence } from '../core/model/evidence.ts';
import type { AgentId, AssignmentId, EntryId, LaneId, ProjectId, TaskId } from '../core/model/ids.ts';
import type { EntryState } from '../core/model/lane.ts';
import type { RepositoryConfig } from '../core/model/repository-config.ts';
import type { TaskStatus } from '../core/model/task.ts';

/** What the API shows, read and never locked. `project` null: of every project. Lists are in the order of their ids. */
export interface Catalog {
  projects(project: ProjectId | null): Promise<readonly ProjectView[]>;
  tasks(project: ProjectId | null, filter: TaskFilter): Promise<readonly TaskView[]>;
  task(project: ProjectId | null, id: number): Promise<TaskView | null>;
  /** The tasks of these issues. */
  taskIds(
    project: ProjectId,
    issues: readonly number[],
  ): Promise<readonly { readonly id: TaskId; readonly issue: number }[]>;
  agents(
    project: ProjectId | null,
    filter: { readonly active: boolean | null },
  ): Promise<readonly AgentView[]>;
  agent(project: ProjectId | null, id: number): Promise<AgentView | null>;
  assignments(project: ProjectId | null, filter: AssignmentFilter): Promise<readonly AssignmentView[]>;
  assignment(project: ProjectId | null, id: number): Promise<AssignmentView | null>;
  lanes(project: ProjectId | null): Promise<readonly LaneView[]>;
  entries(project: ProjectId | null, filter: StayFilter): Promise<readonly EntryDetail[]>;
  entry(project: ProjectId | null, id: number): Promise<EntryDetail | null>;
  /** The newest stay of a pull request. */
  newestEntry(project: ProjectId, pull: number): Promise<EntryId | null>;
  /** Those that landings go to, and those of open pull requests. */
  branches(project: ProjectId | null): Promise<readonly BranchView[]>;
  /** What each agent has done. */
  agentProgress(project: ProjectId | null): Promise<readonly AgentProgress[]>;
  /** The configuration in force, and what is wrong with the newest. Null: there is no such project. */
  config(project: ProjectId): Promise<ConfigView | null>;
  evidence(task: TaskId): Promise<readonly EvidenceView[]>;
  activity(project: ProjectId | null, filter: ActivityFilter): Promise<readonly ActivityView[]>;
}

/** Rows with an id above `after`, at most `limit` of them. */
export interface Cut {
  readonly after: number;
  readonly limit: number;
}

export interface TaskFilter extends Cut {
  readonly issue: number | null;
  readonly status: TaskStatus | null;
  /** Key of an epic. */
  readonly epic: string | null;
  /** Name of an agent. */
  readonly holder: string | null;
  /** Words of the title, in any case. */
  readonly search: string | null;
}

export interface AssignmentFilter extends Cut {
  readonly status: AssignmentView['status'] | null;
}

export interface ActivityFilter extends Cut {
  /** The newest ones instead of the oldest, in the same order. */
  readonly latest?: boolean;
  readonly task: number | null;
}

export interface ProjectView {
  readonly id: ProjectId;
  readonly repository: string;
  readonly state: string;
  /** What is wrong with the newest `.github/flotilla.yml`; null: it is in force. */
  readonly configError: string | null;
}

export interface TaskView {
  readonly id: TaskId;
  readonly projectId: ProjectId;
  readonly issue: number;
  readonly title: string;
  readonly status: TaskStatus;
  readonly epic: string | null;
  readonly priority: number;
  readonly estimateHours: number | null;
  /** The highest figure there is, capped while it is not done; `verified` without what the agent says. */
  readonly percent: number;
  readonly verified: number;
  readonly held: boolean;
  readonly blockedReason: string | null;
  readonly holder: { readonly agent: string; readonly until: Date; readonly fence: number } | null;
  /** Its open pull request. */
  readonly pull: number | null;
  readonly labels: readonly string[];
  readonly createdAt: Date;
  readonly doneAt: Date | null;
}

export interface AgentView {
  readonly id: AgentId;
  readonly projectId: ProjectId;
  readonly name: string;
  readonly account: string;
  readonly role: string | null;
  /** Claimed for himself; listed in no configuration. */
  readonly person: boolean;
  readonly active: boolean;
  readonly health: 'unknown' | 'healthy' | 'warning' | 'stale';
  readonly lastSeenAt: Date | null;
  readonly claims: number;
  readonly maxClaims: number;
}

export interface AssignmentView {
  readonly id: AssignmentId;
  readonly projectId: ProjectId;
  readonly taskId: TaskId;
  readonly issue: number;
  readonly agent: string;
  readonly status: 'active' | 'done' | 'released' | 'lapsed';
  readonly fence: number;
  readonly since: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
}

export interface LaneView {
  readonly id: LaneId;
  readonly projectId: ProjectId;
  readonly branch: string;
  readonly epic: string | null;
  readonly paused: string | null;
  readonly draining: boolean;
  readonly landed: number;
  readonly ejected: number;
  /** In the order in which they will land. */
  readonly entries: readonly EntryView[];
}

export interface EntryView {
  readonly id: EntryId;
  /** Null: it brings another branch's code, `sync`. */
  readonly pull: number | null;
  readonly sync: string | null;
  readonly state: EntryState;
  readonly held: boolean;
  readonly place: number;
}

export interface StayFilter extends Cut {
  /** Number of a pull request. */
  readonly pull: number | null;
  readonly lane: number | null;
  readonly state: EntryState | null;
  /** True: only those in a lane now; false: only those that have left. */
  readonly live: boolean | null;
}

/** One stay in a lane. */
export interface EntryDetail {
  readonly id: EntryId;
  readonly projectId: ProjectId;
  readonly laneId: LaneId;
  readonly branch: string;
  /** Null: it brings another branch's code, `sync`. */
  readonly pull: number | null;
  readonly sync: string | null;
  readonly issue: number | null;
  readonly head: string;
  readonly state: EntryState;
  readonly held: boolean;
  readonly leavingBy: string | null;
  readonly requester: string;
  readonly how: 'auto' | 'command';
  readonly attempt: number;
  readonly candidate: string | null;
  readonly landed: string | null;
  /** Why it was taken out. */
  readonly reason: string | null;
  readonly queuedAt: Date;
  readonly testingSince: Date | null;
  readonly endedAt: Date | null;
}

export interface BranchView {
  readonly projectId: ProjectId;
  readonly branch: string;
  /** `target`: landings go there. `work`: an open pull request's. */
  readonly kind: 'target' | 'work';
  readonly epic: string | null;
  readonly base: string | null;
  readonly issue: number | null;
  readonly pull: number | null;
  readonly head: string | null;
}

export interface AgentProgress {
  readonly agentId: AgentId;
  readonly projectId: ProjectId;
  readonly agent: string;
  /** Assignments by how they stand or ended. */
  readonly active: number;
  readonly done: number;
  readonly released: number;
  readonly lapsed: number;
  /** Estimated hours of what is done. */
  readonly doneHours: number;
}

export interface ConfigView {
  readonly projectId: ProjectId;
  readonly repository: string;
  /** Blob of the file that is in force, and of the newest one that was read. */
  readonly blob: string | null;
  readonly seen: string | null;
  readonly error: string | null;
  readonly config: RepositoryConfig | null;
}

export interface EvidenceView {
  readonly id: number;
  readonly type: Evidence['type'];
  readonly ref: string;
  readonly summary: string;
  readonly url: string | null;
  readonly grade: Evidence['grade'];
  readonly at: Date;
}

export interface ActivityView {
  readonly id: number;
  readonly projectId: ProjectId;
  readonly issue: number | null;
  readonly kind: string;
  readonly actor: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly at: Date;
}
