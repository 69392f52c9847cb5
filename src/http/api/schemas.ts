import { z } from 'zod';
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
const time = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** Text in a query: PostgreSQL stores no NUL, and nobody searches for what cannot be seen. */
export function text(most: number) {
  return z.string().min(1).max(most).regex(NO_ASCII_CONTROL, 'has a control character in it').optional();
}

/** A number of ours in a path or a query. */
export const id = z.coerce.number().int().min(1).max(ID_AT_MOST);
/** What a query may say of the project; without it, all that the token reaches. */
export const projectId = id.optional().describe('Only of this project.');
export const cut = {
  cursor: z.coerce
    .number()
    .int()
    .min(0)
    .max(ID_AT_MOST)
    .default(0)
    .describe('Only what comes after this id: `next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(LIMIT.most).default(LIMIT.default),
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

/** A line that somebody wrote: no control character, so that it is one. */
export function line(most: number) {
  return (
    z
      .string()
      .trim()
      .min(1)
      .max(most)
      // eslint-disable-next-line no-control-regex -- They are what is refused.
      .regex(/^[^\u0000-\u001f\u007f]*$/, 'has a control character in it')
  );
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
