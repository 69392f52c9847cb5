import { z } from 'zod';
import { text } from '../api/fields.ts';
import { projectAsked } from '../api/project-asked.ts';
import { Activity } from '../api/schemas.ts';
import { issue, projectId } from './inputs.ts';
import { taskOfIssue } from './task-of-issue.ts';
import { tool } from './tool.ts';

const SECONDS = { default: 20, most: 50 };

export const WAIT_TOOL = tool(
  {
    name: 'wait_for_event',
    title: 'Wait until something happens',
    description:
      'Waits for something to happen that you want to know of, and says what. When nothing did in that time, call it again with the `after` of the answer: nothing is missed between.',
    scope: 'read',
    input: z.strictObject({
      issue: issue.optional().describe('Only what is about the task of this issue.'),
      kinds: z
        .array(text(100))
        .min(1)
        .max(50)
        .optional()
        .describe('Only these: `entry.landed`, or `entry` for all that begin with it.'),
      after: z.int().min(0).optional().describe('Of the last answer; without it, from now on.'),
      seconds: z
        .int()
        .min(0)
        .max(SECONDS.most)
        .default(SECONDS.default)
        .describe('For how long at most; 0 says at once what there is.'),
      projectId,
    }),
    output: z.object({ events: z.array(Activity).readonly(), after: z.int() }),
  },
  async ({ catalog, waits }, { caller, signal }, said) => {
    const task =
      said.issue === undefined ? null : await taskOfIssue(catalog, caller, { ...said, issue: said.issue });
    const project = projectAsked(caller, said.projectId);
    const filter = {
      project,
      epic: null,
      task: task?.id ?? null,
      kinds: said.kinds ?? null,
      progress: false,
    };
    const { events, after } = await waits.next({
      caller,
      filter,
      after: said.after ?? null,
      ms: said.seconds * 1_000,
      signal,
    });
    const lines = events.map(
      ({ kind, actor, issue: number, at }) =>
        `- ${at.toISOString()} ${kind}${number === null ? '' : ` #${number}`} by ${actor}`,
    );
    const words = lines.join('\n') || `Nothing happened; go on with after: ${after}.`;
    return { words, data: { events: [...events], after } };
  },
);
