import { McpServer, ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Caller } from '../../core/model/caller.ts';
import { findTask } from '../api/find-task.ts';
import { Lane, Task } from '../api/schemas.ts';
import { HttpProblem } from '../http-problem.ts';
import type { ToolDeps } from './tool.ts';

/** As many as a client shows in a list; every other one can be read by its address. */
const LISTED = 200;
const NOTHING = { issue: null, status: null, epic: null, holder: null, search: null };

/** `flotilla://tasks/12` and `flotilla://lanes/3`: each as JSON, and a task's brief beside it. */
export function addResources(server: McpServer, { catalog, brief }: ToolDeps, caller: Caller): void {
  const { project } = caller;

  const tasks = new ResourceTemplate('flotilla://tasks/{id}', {
    async list() {
      const found = await catalog.tasks(project, { ...NOTHING, after: 0, limit: LISTED });
      const resources = found.map(({ id, issue, title }) => ({
        uri: `flotilla://tasks/${id}`,
        name: `#${issue} ${title}`,
      }));
      return { resources };
    },
  });
  server.registerResource(
    'task',
    tasks,
    { title: 'Task', description: 'A task as JSON, and its brief.', mimeType: 'application/json' },
    async ({ href: uri }, { id }) => {
      const task = await found(uri, () => findTask(catalog, caller, numberOf(id)));
      const told = await brief(task.projectId, task.issue);
      const words = told ? [{ uri, mimeType: 'text/markdown', text: told.words }] : [];
      return { contents: [json(uri, z.encode(Task, task)), ...words] };
    },
  );

  const lanes = new ResourceTemplate('flotilla://lanes/{id}', {
    async list() {
      const resources = (await catalog.lanes(project)).map(({ id, branch }) => ({
        uri: `flotilla://lanes/${id}`,
        name: branch,
      }));
      return { resources };
    },
  });
  server.registerResource(
    'lane',
    lanes,
    {
      title: 'Lane',
      description: 'The merge queue of a branch, and what stands in it.',
      mimeType: 'application/json',
    },
    async ({ href: uri }, { id }) => {
      const lane = (await catalog.lanes(project)).find((one) => one.id === numberOf(id));
      if (!lane) throw new ResourceNotFoundError(uri);
      return { contents: [json(uri, z.encode(Lane, lane))] };
    },
  );
}

function numberOf(id: string | readonly string[] | undefined): number {
  return typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : 0;
}

function json(uri: string, value: unknown) {
  return { uri, mimeType: 'application/json', text: JSON.stringify(value) };
}

async function found<T>(uri: string, find: () => Promise<T>): Promise<T> {
  try {
    return await find();
  } catch (error) {
    throw error instanceof HttpProblem ? new ResourceNotFoundError(uri) : error;
  }
}
