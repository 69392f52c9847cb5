import type { Command } from 'commander';
import type { AgentRunContext } from '../runner/agent-run-command.ts';
import { agentCommand } from './agent-command.ts';
import { briefCommand } from './brief-command.ts';
import { deliveriesCommand } from './deliveries-command.ts';
import { laneCommand } from './lane-command.ts';
import { nextCommand } from './next-command.ts';
import { statusCommand } from './status-command.ts';
import { taskCommands } from './task-commands.ts';
import { tasksCommand } from './tasks-command.ts';

/** The commands that ask a running Flotilla. */
export function boardCommands(context: AgentRunContext): readonly Command[] {
  const look = [
    statusCommand,
    tasksCommand,
    nextCommand,
    briefCommand,
    laneCommand,
    agentCommand,
    deliveriesCommand,
  ];
  return [
    ...look.map((make) => make(context).helpGroup('Ask a running Flotilla:')),
    ...taskCommands(context).map((command) => command.helpGroup('On a task, as in a comment:')),
  ];
}
