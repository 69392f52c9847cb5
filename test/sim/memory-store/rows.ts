import type { Evidence } from '../../../src/core/model/evidence.ts';
import type { EffectBody } from '../../../src/core/model/effect.ts';
import type {
  AgentId,
  AssignmentId,
  EntryId,
  EpicId,
  LaneId,
  ProjectId,
  PullId,
  Sha,
  TaskId,
} from '../../../src/core/model/ids.ts';
import type { HeardTurn } from '../../../src/core/model/issue-turn.ts';
import type { Candidate, EjectReason, EntryState, Requester } from '../../../src/core/model/lane.ts';
import type { Project } from '../../../src/core/model/project.ts';
import type { Pull } from '../../../src/core/model/pull.ts';
import type { Task } from '../../../src/core/model/task.ts';
import type { TaskTexts } from '../../../src/core/model/task-text.ts';
import type { CommentCursor } from '../../../src/core/upkeep/polled-comment.ts';

export type ProjectRow = Project;

export interface EpicRow {
  readonly id: EpicId;
  readonly projectId: ProjectId;
  readonly key: string;
  readonly title: string;
  readonly branch: string;
  readonly label: string;
  readonly active: boolean;
  readonly after: readonly { readonly epic: string; readonly percent: number }[];
  readonly sync: readonly string[];
}

export type TaskRow = Task;

export interface TextRow extends TaskTexts {
  readonly taskId: TaskId;
}

export interface HeardTurnRow extends HeardTurn {
  readonly taskId: TaskId;
}

export interface EdgeRow {
  readonly taskId: TaskId;
  readonly projectId: ProjectId;
  readonly onIssue: number;
  readonly source: 'body' | 'native' | 'command';
  readonly closed: boolean;
  readonly gone: boolean;
}

export interface AgentRowData {
  readonly id: AgentId;
  readonly projectId: ProjectId;
  readonly name: string;
  readonly accountId: number;
  readonly accountLogin: string;
  readonly person: boolean;
  readonly maxClaims: number;
  readonly active: boolean;
  readonly deactivated: boolean;
}

export interface AssignmentRow {
  readonly id: AssignmentId;
  readonly taskId: TaskId;
  readonly agentId: AgentId;
  readonly status: 'active' | 'done' | 'released' | 'lapsed';
  readonly fence: number;
  readonly expiresAt: number;
  readonly warnedAt: number | null;
  readonly endedAt: number | null;
}

export interface EvidenceRow extends Evidence {
  readonly id: number;
}

export interface PullRow extends Omit<Pull, 'taskId'> {
  readonly taskId: TaskId | null;
  readonly lookAt: number | null;
  readonly doubts: number;
}

export interface LaneRow {
  readonly id: LaneId;
  readonly projectId: ProjectId;
  readonly epicId: EpicId;
  readonly branch: string;
  readonly paused: { readonly reason: string; readonly by: string } | null;
  readonly draining: { readonly by: string } | null;
  readonly fence: number;
  readonly holder: string | null;
  readonly heldUntil: number;
}

export interface EntryRow {
  readonly id: EntryId;
  readonly laneId: LaneId;
  /** Null: it brings what is on the branch of `sync`. */
  readonly pullId: PullId | null;
  readonly sync: { readonly from: string; readonly wants: Sha | null } | null;
  readonly head: Sha;
  readonly state: EntryState;
  readonly held: boolean;
  readonly leavingBy: string | null;
  readonly requester: Requester;
  readonly priority: number;
  readonly queuedAt: number;
  readonly attempt: number;
  readonly retries: number;
  readonly candidate: Candidate | null;
  readonly testingSince: number | null;
  readonly landingSince: number | null;
  readonly landingConfirmed: boolean;
  readonly landingMissed: boolean;
  readonly suspect: boolean;
  readonly lookAt: number;
  readonly landedSha: Sha | null;
  readonly era: number | null;
  readonly reason: EjectReason | null;
  readonly endedAt: number | null;
}

export interface ReachRow {
  readonly laneId: LaneId;
  readonly sourceLaneId: LaneId;
  readonly entryId: EntryId;
  readonly gone: boolean;
}

export interface EffectRow {
  readonly id: number;
  readonly projectId: ProjectId;
  readonly key: string;
  readonly payload: EffectBody;
  /** The payload without its `state`, for telling whether it is another one. */
  readonly text: string;
  readonly object: string;
  readonly version: number;
  readonly sentVersion: number;
  readonly externalId: number | null;
  readonly attempts: number;
  readonly dueAt: number;
  readonly leasedUntil: number | null;
  readonly fence: number;
  readonly begun: boolean;
  readonly claimedVersion: number | null;
  readonly claimedState: string | null;
  readonly sentState: string | null;
  readonly sentAt: number | null;
  readonly error: string | null;
  readonly dead: boolean;
}

export interface EffectWaitRow {
  readonly installationId: number;
  readonly kind: EffectBody['kind'];
  readonly until: number;
}

export interface DeliveryRow {
  readonly guid: string;
  readonly event: string;
  readonly installationId: number | null;
  readonly body: Buffer;
  readonly state: 'pending' | 'handled' | 'dead';
  readonly attempts: number;
  readonly dueAt: number;
  readonly leasedUntil: number | null;
  readonly error: string | null;
  /** The order of arrival. */
  readonly received: number;
  readonly receivedAt: number;
}

export interface PollRow {
  readonly projectId: ProjectId;
  readonly comments: CommentCursor;
  readonly issues: Date;
  readonly pulls: Date;
}

export interface CommandRow {
  readonly projectId: ProjectId;
  readonly commentId: number;
  readonly line: number;
  readonly text: string;
  readonly actorId: number;
  readonly outcome: string;
  readonly thread: number;
  readonly bot: boolean;
  readonly turn: boolean;
  readonly at: number;
}

export interface ActivityRow {
  readonly id: number;
  readonly projectId: ProjectId;
  readonly taskId: TaskId | null;
  readonly entryId: EntryId | null;
  readonly kind: string;
  readonly actor: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly at: number;
}
