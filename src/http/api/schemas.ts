import { z } from 'zod';
import { EVIDENCE_TYPES } from '../../core/model/evidence.ts';
import { ENTRY_STATES } from '../../core/model/lane.ts';
import { TASK_STATUSES } from '../../core/model/task.ts';
import { time } from './fields.ts';

// What comes in and goes out. Unknown fields are refused, so that a misspelt filter does not show everything.

export const ASSIGNMENT_STATUSES = ['active', 'done', 'released', 'lapsed'] as const;

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
