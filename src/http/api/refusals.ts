import { z } from 'zod';
import { time } from './fields.ts';

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

/** What a command may be answered instead: 403 and 409 as on GitHub, 429 where it looks like a loop. */
export const COMMAND_REFUSALS = {
  400: Problem,
  401: Problem,
  403: Problem,
  404: Problem,
  409: Problem,
  429: Problem,
};

/** What every route may answer instead. */
export const REFUSALS = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };
