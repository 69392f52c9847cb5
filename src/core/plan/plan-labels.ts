import { hoursOfLabel, priorityOfLabel } from '../issue-facts.ts';
import type { RepositoryConfig } from '../model/repository-config.ts';
import type { Plan, PlanTask } from './plan.ts';

/** The label that puts an issue into an epic: what the repository's configuration says, or its default. */
export function epicLabel(config: RepositoryConfig | null, epic: string): string {
  return config?.epics.find(({ key }) => key === epic)?.label ?? `epic:${epic}`;
}

/** The labels that make an issue what the plan says of its task. */
export function wantedLabels(config: RepositoryConfig | null, task: PlanTask): readonly string[] {
  return [
    epicLabel(config, task.epic),
    ...(task.hours === null ? [] : [`estimate: ${task.hours}h`]),
    ...(task.priority === null ? [] : [`priority: ${task.priority}`]),
  ];
}

/** What hours and priority labels say, as Flotilla reads them: the first of a kind counts. */
export function saidByLabels(labels: readonly string[]): {
  readonly hours: number | null;
  readonly priority: number | null;
} {
  return { hours: first(labels, hoursOfLabel), priority: first(labels, priorityOfLabel) };
}

/** Which labels an issue needs, and which contradict the plan. Labels about anything else stay. */
export function labelChanges(
  plan: Plan,
  config: RepositoryConfig | null,
  task: PlanTask,
  labels: readonly string[],
): { readonly add: readonly string[]; readonly remove: readonly string[] } {
  const [wantedEpic = '', ...wanted] = wantedLabels(config, task);
  const said = saidByLabels(labels);
  const epics = new Set(
    [...plan.epics, ...(config?.epics ?? [])].map(({ key }) => low(epicLabel(config, key))),
  );
  const wrong = (label: string) =>
    (epics.has(low(label)) && low(label) !== low(wantedEpic)) ||
    (task.hours !== null && said.hours !== task.hours && hoursOfLabel(label) !== null) ||
    (task.priority !== null && said.priority !== task.priority && priorityOfLabel(label) !== null);
  const right = (label: string) =>
    hoursOfLabel(label) === null ? said.priority === task.priority : said.hours === task.hours;
  const has = (wantedLabel: string) => labels.some((label) => low(label) === low(wantedLabel));
  const add = [...(has(wantedEpic) ? [] : [wantedEpic]), ...wanted.filter((label) => !right(label))];
  const kept = new Set(add.map(low));
  return {
    add: add.filter((label) => !has(label)),
    remove: labels.filter((label) => wrong(label) && !kept.has(low(label))),
  };
}

/** GitHub's labels are the same whatever their case. */
function low(label: string): string {
  return label.toLowerCase();
}

function first<T>(labels: readonly string[], read: (label: string) => T | null): T | null {
  return labels.map(read).find((value) => value !== null) ?? null;
}
