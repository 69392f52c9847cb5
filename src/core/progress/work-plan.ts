import type { EpicId } from '../model/ids.ts';
import type { ProgressFacts, TaskFacts } from './progress-facts.ts';
import { hoursOf, progressOfTask } from './weighted-progress.ts';

/** A task in the order in which tasks are looked at: after everything that it waits for. */
export interface PlannedTask {
  readonly epic: EpicId;
  readonly hours: number;
  /** What can be seen to be left of it; an agent's own figure moves no forecast. */
  readonly left: number;
  readonly done: boolean;
  /** Hours that are left of it and of all that is worked on before it. */
  readonly leftUpTo: number;
  /** Landings in its lane up to its own. */
  readonly landings: number;
  /** Earlier places in the plan. */
  readonly after: readonly number[];
  readonly thresholds: readonly { readonly needs: EpicId; readonly percent: number }[];
}

/**
 * The order depends on priorities, dependencies and thresholds only, never on what is done: a plan that was rearranged
 * by progress could end later because of it. What waits for a failed or a foreign issue is planned as if it were free.
 */
export function workPlan(facts: ProgressFacts): readonly PlannedTask[] {
  const order = taskOrder(facts);
  const place = new Map(order.map(({ issue }, index) => [issue, index]));
  const landings = new Map<EpicId, number>();
  let leftUpTo = 0;
  return order.map((task, index): PlannedTask => {
    const { verified } = progressOfTask(task);
    const hours = hoursOf(task);
    const done = task.status === 'done';
    const left = done ? 0 : (hours * (100 - verified)) / 100;
    const landing = (landings.get(task.epicId) ?? 0) + (done ? 0 : 1);
    landings.set(task.epicId, landing);
    leftUpTo += left;
    const after = task.dependsOn.map((issue) => place.get(issue) ?? index).filter((at) => at < index);
    const thresholds = facts.thresholds.filter(({ epic }) => epic === task.epicId);
    return { epic: task.epicId, hours, left, done, leftUpTo, landings: landing, after, thresholds };
  });
}

/** Each task after its dependencies and after the epics that its own waits for; a ring is cut where it closes. */
function taskOrder(facts: ProgressFacts): readonly TaskFacts[] {
  const tasks = facts.tasks
    .filter(({ status }) => status !== 'failed')
    .toSorted((one, other) => other.priority - one.priority || one.issue - other.issue);
  const byIssue = new Map(tasks.map((task) => [task.issue, task]));
  const seen = new Set<number>();
  const order: TaskFacts[] = [];
  const visit = (task: TaskFacts): void => {
    if (seen.has(task.issue)) return;
    seen.add(task.issue);
    for (const { epic, needs } of facts.thresholds) {
      if (epic === task.epicId) tasks.filter(({ epicId }) => epicId === needs).forEach(visit);
    }
    for (const issue of task.dependsOn) {
      const needed = byIssue.get(issue);
      if (needed) visit(needed);
    }
    order.push(task);
  };
  for (const task of tasks) visit(task);
  return order;
}
