import type { Plan, PlanTask } from './plan.ts';

/** An epic that can never begin: `waitsFor` would stop at `reaches` percent, with everything done that can be. */
export interface UnreachableEpic {
  readonly epic: string;
  readonly waitsFor: string;
  readonly needs: number;
  readonly reaches: number;
}

/**
 * Plays the plan to its end: what waits for nothing is done, until nothing more can be. Circles that run through tasks
 * and thresholds are found like that. Needs a plan without unknown keys and without plainer circles.
 */
export function unreachableEpics(plan: Plan): readonly UnreachableEpic[] {
  const done = new Set(plan.tasks.filter((task) => task.status === 'done').map(keyOf));
  let before = -1;
  while (done.size > before) {
    before = done.size;
    const open = new Set(plan.epics.filter((epic) => shortfalls(plan, epic, done).length === 0).map(keyOf));
    for (const task of plan.tasks) {
      if (open.has(task.epic) && task.after.every((key) => done.has(key))) done.add(task.key);
    }
  }
  return plan.epics.flatMap((epic) => shortfalls(plan, epic, done));
}

function shortfalls(
  plan: Plan,
  { key, after }: Plan['epics'][number],
  done: ReadonlySet<string>,
): readonly UnreachableEpic[] {
  return after.flatMap((wait) => {
    const reaches = percentOf(
      plan.tasks.filter((task) => task.epic === wait.epic && task.status !== 'failed'),
      done,
    );
    if (reaches >= wait.percent) return [];
    return [{ epic: key, waitsFor: wait.epic, needs: wait.percent, reaches: Math.floor(reaches) }];
  });
}

/** Weighted by hours, as progress is; an epic of no hours goes by its number of tasks. */
function percentOf(tasks: readonly PlanTask[], done: ReadonlySet<string>): number {
  const byHours = tasks.some((task) => (task.hours ?? 0) > 0);
  const weigh = (some: readonly PlanTask[]) =>
    some.reduce((sum, task) => sum + (byHours ? (task.hours ?? 0) : 1), 0);
  const all = weigh(tasks);
  return all === 0 ? 0 : (100 * weigh(tasks.filter((task) => done.has(task.key)))) / all;
}

function keyOf({ key }: { readonly key: string }): string {
  return key;
}
