import type { PlanTask } from './plan.ts';

/** The tasks with what they wait for before them, and otherwise as the plan has them. Needs a plan without circles. */
export function inOrder(tasks: readonly PlanTask[]): readonly PlanTask[] {
  const left = new Map(tasks.map((task) => [task.key, task]));
  const ordered: PlanTask[] = [];
  const trail = tasks.toReversed();
  for (let task = trail.at(-1); task !== undefined; task = trail.at(-1)) {
    const before = task.after.map((key) => left.get(key)).find((one) => one !== undefined);
    if (before && left.has(task.key)) trail.push(before);
    else {
      trail.pop();
      if (left.delete(task.key)) ordered.push(task);
    }
  }
  return ordered;
}
