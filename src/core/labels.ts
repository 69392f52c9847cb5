import { levelOf } from './commands/parse-priority.ts';
import type { RepositoryConfig } from './model/repository-config.ts';
import { TASK_STATUSES, type Task, type TaskStatus } from './model/task.ts';

/** Labels that start with one of these are the App's to keep; people may write an agent's without the space. */
export const MANAGED_LABELS = ['status: ', 'agent:'] as const;

/** Whether a label says what only the App may say. */
export function isManaged(label: string): boolean {
  return MANAGED_LABELS.some((prefix) => label.startsWith(prefix));
}

/** A maintainer's label that keeps a task's pull request out of the lane. */
export const HOLD_LABEL = 'hold';

/** How a label of a task's pull request is remembered, apart from the same label of its issue. */
export function aboutPull(pull: number, label: string): string {
  return `pull ${pull}: ${label}`;
}

/** Whether putting this label on a task's issue, or taking it away, is a command of a maintainer. */
export function decides(label: string): boolean {
  return label === HOLD_LABEL || agentOfLabel(label) !== null;
}

export function statusLabel(status: TaskStatus): string {
  return `status: ${status}`;
}

export function agentLabel(name: string): string {
  return `agent: ${name}`;
}

/** What a command said of the hours, as a label says it. */
export function estimateLabel(hours: number): string {
  return `estimate: ${hours}h`;
}

/** What a command said of the priority, as a label says it. */
export function priorityLabel(priority: number): string {
  return `priority: ${levelOf(priority) ?? priority}`;
}

/** The labels that the App keeps on a task's issue. */
export function keptLabels(
  { epicId, status }: Pick<Task, 'epicId' | 'status'>,
  holder: string | null,
): readonly string[] {
  return [
    ...(epicId === null ? [] : [statusLabel(status)]),
    ...(holder === null ? [] : [agentLabel(holder)]),
  ];
}

/** The agent that a label names; null when it is no agent's label. */
export function agentOfLabel(label: string): string | null {
  return /^agent:\s*([a-z0-9][a-z0-9-]{0,38})$/.exec(label)?.[1] ?? null;
}

/** The labels of the epics that a milestone stands for, by its title; GitHub's titles differ by more than their case. */
export function labelsOfMilestone(
  config: RepositoryConfig | null,
  milestone: string | null,
): readonly string[] {
  if (milestone === null) return [];
  const title = milestone.trim().toLowerCase();
  return (config?.epics ?? [])
    .filter((epic) => (epic.milestone ?? epic.title).trim().toLowerCase() === title)
    .map(({ label }) => label)
    .slice(0, 1);
}

/** Every label that a project needs to have, with colours (six hexadecimal digits). */
export function neededLabels(
  config: RepositoryConfig,
): readonly { readonly name: string; readonly color: string; readonly description: string }[] {
  const colors: Record<TaskStatus, string> = {
    pending: 'ededed',
    in_progress: 'fbca04',
    review: '1d76db',
    done: '0e8a16',
    failed: '6a737d',
    blocked: 'd93f0b',
  };
  return [
    ...config.epics.map((epic) => ({
      name: epic.label,
      color: '5319e7',
      description: `Epic: ${epic.title}`.slice(0, 100),
    })),
    ...TASK_STATUSES.map((status) => ({
      name: statusLabel(status),
      color: colors[status],
      description: 'Kept by Flotilla',
    })),
    ...config.agents.map((agent) => ({
      name: agentLabel(agent.name),
      color: 'c5def5',
      description: 'Kept by Flotilla',
    })),
    { name: HOLD_LABEL, color: 'b60205', description: 'Keep out of the lane' },
  ];
}
