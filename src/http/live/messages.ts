import { z } from 'zod';
import { TASK_STATUSES } from '../../core/model/task.ts';
import { text } from '../api/fields.ts';

// What is said on a socket, in both directions. Unknown messages and fields are refused, so that a misspelt filter
// does not show everything.

const id = z.int().min(1);
const name = text(100);
const time = z.iso.datetime();
const taskNames = {
  projectId: z.int(),
  issue: z.int().nullable(),
  epic: z.string().nullable().describe("Key of the task's epic."),
};

export const Subscribe = z
  .strictObject({
    type: z.literal('subscribe'),
    after: z
      .int()
      .min(0)
      .optional()
      .describe('The id of the last activity that was seen; 0: all that is kept. Without it: from now on.'),
    projectId: id.optional().describe('Only of this project.'),
    epic: name.optional().describe('Only of tasks of the epic with this key.'),
    taskId: id.optional().describe('Only of this task.'),
    kinds: z
      .array(name)
      .min(1)
      .max(50)
      .optional()
      .describe('Only activity of these kinds: `task.claimed`, or `task` for all that begin with it.'),
    progress: z.boolean().optional().describe('False: without `progress_update`.'),
  })
  .meta({ title: 'subscribe', description: 'Begins to follow, in place of what was followed before.' });

export const Unsubscribe = z
  .strictObject({ type: z.literal('unsubscribe') })
  .meta({ title: 'unsubscribe', description: 'Follows nothing any more.' });

export const Ping = z
  .strictObject({ type: z.literal('ping'), nonce: name.optional().describe('Comes back in the `pong`.') })
  .meta({ title: 'ping', description: 'Asks whether somebody is there.' });

export const ClientMessage = z.discriminatedUnion('type', [Subscribe, Unsubscribe, Ping]);
export type ClientMessage = z.output<typeof ClientMessage>;
export type SubscribeMessage = z.output<typeof Subscribe>;

export const Welcome = z
  .strictObject({
    type: z.literal('welcome'),
    at: z.int().describe('The id of the newest activity; `after` for whoever is cut off before the first.'),
    scope: z.string().describe('What the token may be used for.'),
    projectId: z.int().nullable().describe('The only project that it reaches; null: all.'),
    agent: z.string().nullable().describe('The agent as which it acts.'),
  })
  .meta({ title: 'welcome', description: 'The first thing said; then it waits for a `subscribe`.' });

export const Subscribed = z
  .strictObject({
    type: z.literal('subscribed'),
    after: z.int().describe('Everything that comes after this id follows, each once and in order.'),
    complete: z.boolean().describe('False: some of what came after the id asked for is not kept any more.'),
  })
  .meta({ title: 'subscribed', description: 'The answer to a `subscribe`.' });

export const Unsubscribed = z
  .strictObject({ type: z.literal('unsubscribed') })
  .meta({ title: 'unsubscribed', description: 'The answer to an `unsubscribe`.' });

export const ActivityMessage = z
  .strictObject({
    type: z.literal('activity'),
    id: z.int(),
    ...taskNames,
    taskId: z.int().nullable(),
    kind: z.string().describe('What happened, as `noun.verb`.'),
    actor: z.string().describe("A login, an agent's name, or `flotilla`."),
    detail: z.record(z.string(), z.unknown()),
    at: time,
  })
  .meta({ title: 'activity', description: 'Something happened. `id` is what to resume from.' });

export const ProgressUpdate = z
  .strictObject({
    type: z.literal('progress_update'),
    ...taskNames,
    issue: z.int(),
    taskId: z.int(),
    status: z.enum(TASK_STATUSES),
    percent: z.number().describe('The highest figure there is, capped while it is not done.'),
    verified: z.number().describe('The same without what its agent says.'),
    agent: z.string().nullable().describe('Who holds it.'),
  })
  .meta({
    title: 'progress_update',
    description:
      'How far a task is now, after what happened to it. It may be said again; the last one counts.',
  });

export const Pong = z
  .strictObject({ type: z.literal('pong'), nonce: z.string().optional() })
  .meta({ title: 'pong', description: 'The answer to a `ping`.' });

export const Refused = z
  .strictObject({
    type: z.literal('error'),
    detail: z.string().describe('A sentence for people: what, and what to do.'),
    errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ title: 'error', description: 'A message was not taken; what was followed still is.' });

export const Closing = z
  .strictObject({
    type: z.literal('closing'),
    code: z.int().describe('The code with which the socket closes at once.'),
    detail: z.string().describe('A sentence for people: why, and what to do.'),
    after: z.int().nullable().describe('The `after` to resume from; null: nothing was followed.'),
  })
  .meta({ title: 'closing', description: 'The last thing said.' });

export const ServerMessage = z.discriminatedUnion('type', [
  Welcome,
  Subscribed,
  Unsubscribed,
  ActivityMessage,
  ProgressUpdate,
  Pong,
  Refused,
  Closing,
]);
export type ServerMessage = z.output<typeof ServerMessage>;
