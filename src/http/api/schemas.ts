import { z } from 'zod';
import { SCOPES } from '../../core/model/api-token.ts';
import { EVIDENCE_TYPES } from '../../core/model/evidence.ts';
import { ENTRY_STATES } from '../../core/model/lane.ts';
import { TASK_STATUSES } from '../../core/model/task.ts';

// What comes in and goes out. Unknown fields are refused, so that a misspelt filter does not show everything.

export const ASSIGNMENT_STATUSES = ['active', 'done', 'released', 'lapsed'] as const;

const LIMIT = { default: 100, most: 500 };
const ID_AT_MOST = Number.MAX_SAFE_INTEGER;
/** Those of Latin-1 (U+0080 to U+009F) may be there. */
const NO_ASCII_CONTROL = /^[\P{Cc}\u0080-\u009f]*$/u;

/** A time as ISO 8601 in UTC. */
export const time = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** Text in a query: PostgreSQL stores no NUL, and nobody searches for what cannot be seen. */
export function text(most: number) {
  return z.string().min(1).max(most).regex(NO_ASCII_CONTROL, 'has a control character in it').optional();
}

/** A whole number in a path or a query: digits alone, or `0x1`, `1e0` and ` 1` would be other names of one thing. */
export function whole(least: number, most: number) {
  const read = (given: unknown) =>
    typeof given === 'string' && /^\d{1,16}$/.test(given) ? Number(given) : given;
  return z.preprocess(read, z.int().min(least).max(most));
}

/** A number of ours in a path or a query. */
export const id = whole(1, ID_AT_MOST);
/** What a query may say of the project; without it, all that the token reaches. */
export const projectId = id.optional().describe('Only of this project.');
export const cut = {
  cursor: whole(0, ID_AT_MOST)
    .default(0)
    .describe('Only what comes after this id: `next` of the page before.'),
  limit: whole(1, LIMIT.most).default(LIMIT.default),
};

/** RFC 9457. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('A sentence for people: what, where, and what to do.'),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('What is wrong with which part of the request.'),
    reason: z.string().optional().describe('Why a command was refused, for programs.'),
    holder: z.string().optional().describe('Who holds the task instead.'),
    expiresAt: time
      .nullable()
      .optional()
      .describe('When that hold ends; null: while it is in the merge queue.'),
  })
  .meta({ id: 'Problem' });

export const Project = z
  .object({
    id: z.int(),
    repository: z.string(),
    state: z.string(),
    configError: z.string().nullable().describe('What is wrong with the newest .github/flotilla.yml.'),
  })
  .meta({ id: 'Project' });

export const Task = z
  .object({
    id: z.int(),
    projectId: z.int(),
    issue: z.int(),
    title: z.string(),
    status: z.enum(TASK_STATUSES),
    epic: z.string().nullable(),
    priority: z.int(),
    estimateHours: z.number().nullable(),
    percent: z.number().describe('The highest figure there is, capped while it is not done.'),
    verified: z.number().describe('The same without what its agent says.'),
    held: z.boolean(),
    blockedReason: z.string().nullable(),
    holder: z.object({ agent: z.string(), until: time, fence: z.int() }).nullable(),
    pull: z.int().nullable(),
    labels: z.array(z.string()).readonly(),
    createdAt: time,
    doneAt: time.nullable(),
  })
  .meta({ id: 'Task' });

export const ReadyTask = z
  .object({
    id: z.int(),
    issue: z.int(),
    title: z.string(),
    priority: z.int(),
    hours: z.number(),
    score: z.number().describe('Priority, work behind it, age and fit, less likely conflicts.'),
    behindHours: z.number(),
    openDays: z.int(),
    fits: z.string().nullable(),
    conflictsWith: z
      .array(z.int())
      .readonly()
      .describe('Issues in flight that seem to change the same files.'),
  })
  .meta({ id: 'ReadyTask' });

export const Agent = z
  .object({
    id: z.int(),
    projectId: z.int(),
    name: z.string(),
    account: z.string(),
    role: z.string().nullable(),
    person: z.boolean(),
    active: z.boolean(),
    health: z.enum(['unknown', 'healthy', 'warning', 'stale']),
    lastSeenAt: time.nullable(),
    claims: z.int(),
    maxClaims: z.int(),
  })
  .meta({ id: 'Agent' });

export const Heartbeat = z
  .object({
    agent: z.string(),
    holds: z.array(z.object({ issue: z.int(), until: time })).readonly(),
  })
  .meta({ id: 'Heartbeat' });

export const Assignment = z
  .object({
    id: z.int(),
    projectId: z.int(),
    taskId: z.int(),
    issue: z.int(),
    agent: z.string(),
    status: z.enum(ASSIGNMENT_STATUSES),
    fence: z.int(),
    since: time,
    expiresAt: time,
    endedAt: time.nullable(),
  })
  .meta({ id: 'Assignment' });

export const Lane = z
  .object({
    id: z.int(),
    projectId: z.int(),
    branch: z.string(),
    epic: z.string().nullable(),
    paused: z.string().nullable().describe('Why nothing lands there.'),
    draining: z.boolean(),
    landed: z.int(),
    ejected: z.int(),
    entries: z
      .array(
        z.object({
          id: z.int(),
          pull: z.int().nullable(),
          sync: z
            .string()
            .nullable()
            .describe('The branch whose code it brings; such an entry has no pull request.'),
          state: z.enum(ENTRY_STATES),
          held: z.boolean(),
          place: z.int(),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'Lane' });

/** What a command did. */
export function done<Subject extends z.ZodType>(name: string, subject: Subject) {
  return z.object({
    message: z
      .string()
      .nullable()
      .describe('What a comment with the same command would have been answered, in Markdown.'),
    [name]: subject,
  });
}

export const Evidence = z
  .object({
    id: z.int(),
    type: z.enum(EVIDENCE_TYPES),
    ref: z.string(),
    summary: z.string(),
    url: z.string().nullable(),
    grade: z.enum(['claimed', 'observed', 'verified']),
    at: time,
  })
  .meta({ id: 'Evidence' });

export const Activity = z
  .object({
    id: z.int(),
    projectId: z.int(),
    issue: z.int().nullable(),
    kind: z.string(),
    actor: z.string(),
    detail: z.record(z.string(), z.unknown()),
    at: time,
  })
  .meta({ id: 'Activity' });

/** One page, and where the next one begins; null: this was the last. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item).readonly(), next: z.int().nullable() });
}

/** A line that somebody wrote: no control character, so that it is one, and no half of a pair, which is stored nowhere. */
export function line(most: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'has a control character in it, or half of a character');
}

/** What every route may answer instead. */
/** What a command may be answered instead: 403 and 409 as on GitHub, 429 where it looks like a loop. */
export const COMMAND_REFUSALS = {
  400: Problem,
  401: Problem,
  403: Problem,
  404: Problem,
  409: Problem,
  429: Problem,
};

export const REFUSALS = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };

const EJECT_REASON = z.string().nullable().describe('Why it was taken out.');

export const Entry = z
  .object({
    id: z.int(),
    projectId: z.int(),
    laneId: z.int(),
    branch: z.string(),
    pull: z.int().nullable(),
    sync: z.string().nullable().describe('The branch whose code it brings; it has no pull request.'),
    issue: z.int().nullable(),
    head: z.string(),
    state: z.enum(ENTRY_STATES),
    held: z.boolean(),
    leavingBy: z.string().nullable(),
    requester: z.string(),
    how: z.enum(['auto', 'command']),
    attempt: z.int(),
    candidate: z.string().nullable(),
    landed: z.string().nullable(),
    reason: EJECT_REASON,
    queuedAt: time,
    testingSince: time.nullable(),
    endedAt: time.nullable(),
  })
  .meta({ id: 'Entry' });

export const Branch = z
  .object({
    projectId: z.int(),
    branch: z.string(),
    kind: z.enum(['target', 'work']),
    epic: z.string().nullable(),
    base: z.string().nullable(),
    issue: z.int().nullable(),
    pull: z.int().nullable(),
    head: z.string().nullable(),
  })
  .meta({ id: 'Branch' });

export const AgentProgress = z
  .object({
    agentId: z.int(),
    projectId: z.int(),
    agent: z.string(),
    active: z.int(),
    done: z.int(),
    released: z.int(),
    lapsed: z.int(),
    doneHours: z.number(),
  })
  .meta({ id: 'AgentProgress' });

export const Config = z
  .object({
    projectId: z.int(),
    repository: z.string(),
    blob: z.string().nullable().describe('The file that is in force.'),
    seen: z.string().nullable().describe('The newest file that was read.'),
    error: z.string().nullable().describe('What is wrong with the newest one.'),
    config: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'Config' });

export const DELIVERY_STATES = ['pending', 'handled', 'dead'] as const;
export const Delivery = z
  .object({
    guid: z.string(),
    event: z.string(),
    state: z.enum(DELIVERY_STATES),
    attempts: z.int(),
    error: z.string().nullable(),
    receivedAt: time,
    endedAt: time.nullable(),
  })
  .meta({ id: 'Delivery' });

export const EFFECT_STATES = ['waiting', 'sent', 'dead'] as const;
export const Effect = z
  .object({
    id: z.int(),
    projectId: z.int(),
    kind: z.string(),
    key: z.string(),
    state: z.enum(EFFECT_STATES),
    attempts: z.int(),
    error: z.string().nullable(),
    wantedAt: time,
    sentAt: time.nullable(),
  })
  .meta({ id: 'Effect' });

export const Token = z
  .object({
    id: z.int(),
    name: z.string(),
    scope: z.enum(SCOPES),
    project: z.object({ id: z.int(), repository: z.string() }).nullable(),
    agent: z.object({ id: z.int(), name: z.string() }).nullable(),
    createdAt: time,
    expiresAt: time,
    revokedAt: time.nullable(),
    lastUsedAt: time.nullable(),
  })
  .meta({ id: 'Token' });

const progress = {
  tasks: z.int(),
  done: z.int(),
  hours: z.number(),
  doneHours: z.number(),
  claimed: z.number(),
  verified: z.number(),
};
const Weighted = z.object(progress).meta({ id: 'Progress' });
const Eta = z.object({ p50: time.nullable(), p85: time.nullable(), madeAt: time }).meta({ id: 'Eta' });

export const Epic = z
  .object({
    key: z.string(),
    title: z.string(),
    branch: z.string(),
    progress: Weighted,
    thresholds: z.array(z.object({ epic: z.string(), has: z.number(), needs: z.number() })).readonly(),
    eta: Eta.nullable(),
  })
  .meta({ id: 'Epic' });

export const Forecast = z.object({
  eta: Eta.nullable(),
  hits: z.object({ scored: z.int(), p50: z.number(), p85: z.number() }).nullable(),
  epics: z.array(z.object({ key: z.string(), eta: Eta.nullable() })).readonly(),
});

export const Summary = z
  .object({
    progress: Weighted,
    velocity: z.object({ hoursPerDay: z.number(), multiplier: z.number(), days: z.number() }),
    eta: Eta.nullable(),
    hits: z.object({ scored: z.int(), p50: z.number(), p85: z.number() }).nullable(),
    epics: z.array(Epic).readonly(),
  })
  .meta({ id: 'Summary' });

export const Snapshot = z
  .object({
    at: time,
    project: Weighted,
    hoursPerDay: z.number(),
    epics: z.array(z.object({ ...progress, key: z.string() })).readonly(),
  })
  .meta({ id: 'Snapshot' });
