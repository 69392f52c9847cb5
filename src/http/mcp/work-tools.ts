import { z } from 'zod';
import { beat } from '../api/beat.ts';
import { carryOut } from '../api/carry-out.ts';
import { text } from '../api/fields.ts';
import { oneProject } from '../api/project-asked.ts';
import { readyList } from '../api/ready-list.ts';
import { Entry, Heartbeat, ReadyTask } from '../api/schemas.ts';
import { BriefShape } from '../brief-routes.ts';
import { HttpProblem } from '../http-problem.ts';
import { issue, projectId } from './inputs.ts';
import { taskOfIssue } from './task-of-issue.ts';
import { tool } from './tool.ts';

const listReady = tool(
  {
    name: 'list_ready_tasks',
    title: 'List ready tasks',
    description: 'What may be claimed now, the best first, and how much each weighs.',
    scope: 'read',
    input: z.strictObject({
      role: text(100).optional().describe('What you are good at; tasks that fit come first.'),
      projectId,
    }),
    output: z.object({ tasks: z.array(ReadyTask) }),
  },
  async (deps, { caller }, { role, projectId: asked }) => {
    const project = oneProject(caller, asked);
    const tasks = await readyList(deps, project, role === undefined ? [] : [role]);
    const lines = tasks.map(
      ({ issue: number, title, hours, priority }) =>
        `- #${number} ${title} (${hours} h, priority ${priority})`,
    );
    return { words: lines.join('\n') || 'Nothing may be claimed now.', data: { tasks } };
  },
);

const next = tool(
  {
    name: 'next_task',
    title: 'The best task for you',
    description: 'Which ready task is the best for the agent of this token, and why. It claims nothing.',
    scope: 'agent',
    input: z.strictObject({ projectId }),
    output: z.object({ message: z.string() }),
  },
  async (deps, { caller }, { projectId: asked }) => {
    const about = { project: oneProject(caller, asked), thread: 0, isPull: false };
    const message = (await carryOut(deps, { caller, once: null }, about, { name: 'next', args: '' })) ?? '';
    return { words: message, data: { message } };
  },
);

const brief = tool(
  {
    name: 'get_brief',
    title: 'Get the brief of a task',
    description:
      'All that is to be known of a task: what is wanted, the branch to push and where it starts, the gates, the paths that need an approval, and what to do now.',
    scope: 'read',
    input: z.strictObject({ issue, projectId }),
    output: BriefShape,
  },
  async (deps, { caller }, said) => {
    const task = await taskOfIssue(deps.catalog, caller, said);
    const found = await deps.brief(task.projectId, task.issue);
    if (!found) throw new HttpProblem(404, `Issue #${said.issue} is no task of this project.`);
    // As a program gets it: the same through JSON.
    return { words: found.words, data: JSON.parse(JSON.stringify(found)) as z.output<typeof BriefShape> };
  },
);

const heartbeat = tool(
  {
    name: 'heartbeat',
    title: 'Say that you live',
    description:
      'A sign of life: what you hold gets a fresh lease. Call it at least every few minutes of work.',
    scope: 'agent',
    input: z.strictObject({}),
    output: Heartbeat,
  },
  async (deps, { caller }) => {
    const { agent, holds } = await beat(deps, caller);
    const lines = holds.map(({ issue: number, until }) => `- #${number} until ${until.toISOString()}`);
    const words = lines.length === 0 ? 'You hold nothing.' : `You hold:\n${lines.join('\n')}`;
    return { words, data: { agent: agent.name, holds } };
  },
);

const explain = tool(
  {
    name: 'explain',
    title: 'Explain where a pull request is',
    description:
      'Why the newest stay of a pull request in its merge queue is where it is, or why it was taken out, and what to do.',
    scope: 'read',
    input: z.strictObject({
      pull: z.int().min(1).max(999_999_999).describe('Number of the pull request.'),
      projectId,
    }),
    output: z.object({ title: z.string(), words: z.string(), entry: Entry }),
  },
  async ({ catalog, explainEntry }, { caller }, { pull, projectId: asked }) => {
    const project = oneProject(caller, asked);
    const id = await catalog.newestEntry(project, pull);
    const entry = id && (await catalog.entry(project, id));
    const said = id && (await explainEntry(id));
    if (!entry || !said)
      throw new HttpProblem(
        404,
        `#${pull} was never in a merge queue here. Its check run says what is missing; enqueue enters it.`,
      );
    return { words: `**${said.title}**\n\n${said.words}`, data: { ...said, entry } };
  },
);

/** What those who work ask, besides what they say about a task. */
export const WORK_TOOLS = [listReady, next, brief, heartbeat, explain];
