import { z } from 'zod';
import { COMMANDS } from '../../core/commands/table.ts';
import { TASK_COMMANDS } from '../api/command-forms.ts';
import { runCommand, type TaskCommand } from '../api/run-command.ts';
import { done, Task } from '../api/schemas.ts';
import { issue, projectId } from './inputs.ts';
import { taskOfIssue } from './task-of-issue.ts';
import { tool, type Tool } from './tool.ts';

/** What those who work say about a task; what maintainers say is not an agent's, and would only fill its context. */
const NAMES: readonly (readonly [tool: string, title: string, command: TaskCommand])[] = [
  ['claim_task', 'Claim a task', 'claim'],
  ['release_task', 'Release a task', 'release'],
  ['report_progress', 'Report progress', 'progress'],
  ['add_evidence', 'Add evidence', 'evidence'],
  ['extend_lease', 'Extend the lease', 'extend'],
  ['hand_off_task', 'Hand a task off', 'handoff'],
  ['fail_task', 'Give a task up', 'fail'],
  ['block_task', 'Say that a task is blocked', 'block'],
  ['enqueue', 'Enter the merge queue', 'merge'],
  ['dequeue', 'Leave the merge queue', 'dequeue'],
  ['retry', 'Enter the merge queue again with the same head', 'retry'],
];

export const COMMAND_TOOLS: readonly Tool[] = NAMES.map(([name, title, command]) => {
  const { description } = COMMANDS[command];
  const { fields } = TASK_COMMANDS[command];
  return tool(
    {
      name,
      title,
      description: `${description}.`,
      scope: 'agent',
      input: z.strictObject({ issue, ...fields, projectId }),
      output: done('task', Task),
    },
    async (deps, { caller }, said) => {
      const task = await taskOfIssue(deps.catalog, caller, said);
      const given = Object.entries(said).filter(([key, value]) => key in fields && value !== undefined);
      const data = await runCommand(deps, { caller, once: null }, task, {
        name: command,
        said: Object.fromEntries(given),
      });
      const { message } = data;
      return { words: message ?? `Done. The task of #${task.issue} is ${data.task.status}.`, data };
    },
  );
});
