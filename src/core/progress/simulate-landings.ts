import type { EpicId } from '../model/ids.ts';
import type { SampledDays } from './sampled-days.ts';
import type { PlannedTask } from './work-plan.ts';

export interface Capacity {
  /** Agents that share a day's hours: one task takes at most one agent's share. */
  readonly workers: number;
  /** How many days one landing occupies an epic's lane. */
  readonly landingDays: ReadonlyMap<EpicId, number>;
}

/**
 * In how many days each epic's last task lands in one future. A task is finished when all work before it and its own is,
 * and not before one agent can have done it after what it waits for; it lands when its lane has had time for every
 * landing up to its own. Sums and maxima only, over a fixed order: more done is never later.
 */
export function simulateLandings(
  plan: readonly PlannedTask[],
  days: SampledDays,
  { workers, landingDays }: Capacity,
): ReadonlyMap<EpicId, number> {
  const landed: number[] = [];
  const ends = new Map<EpicId, number>();
  const known = new Map<string, number>();
  plan.forEach((task, at) => {
    // Worked out for what is done as well: where a ring is cut must not depend on how far the work is.
    const day = landing(task);
    landed[at] = task.done ? 0 : day;
    ends.set(task.epic, Math.max(ends.get(task.epic) ?? 0, landed[at] ?? 0));
  });
  return ends;

  function landing(task: PlannedTask): number {
    const waits = [
      ...task.after.map((before) => landed[before] ?? 0),
      ...task.thresholds.map(({ needs, percent }) => thresholdReached(needs, percent)),
    ];
    const start = Math.max(0, ...waits);
    if (!Number.isFinite(start)) return Infinity;
    const alone = days.when(days.by(start) + task.left * workers);
    const finished = Math.max(start, alone, days.when(task.leftUpTo));
    return Math.max(finished, task.landings * (landingDays.get(task.epic) ?? 0));
  }

  function thresholdReached(epic: EpicId, percent: number): number {
    const key = `${epic} ${percent}`;
    const found = known.get(key) ?? reached(epic, percent);
    known.set(key, found);
    return found;
  }

  /** When so much of an epic has landed. What was not looked at yet (a ring was cut there) holds nobody up. */
  function reached(epic: EpicId, percent: number): number {
    if (percent === 0) return 0;
    const tasks = plan
      .map((task, at) => ({ epic: task.epic, hours: task.hours, at: landed[at] ?? 0 }))
      .filter((task) => task.epic === epic)
      .sort((one, other) => one.at - other.at);
    const hours = tasks.reduce((sum, task) => sum + task.hours, 0);
    const weightOf = (task: { hours: number }) => (hours > 0 ? task.hours : 1);
    const needed = ((hours > 0 ? hours : tasks.length) * percent) / 100;
    let sum = 0;
    for (const task of tasks) {
      sum += weightOf(task);
      // Fractions of hours do not add up exactly.
      if (sum >= needed - 1e-9) return task.at;
    }
    return 0;
  }
}
