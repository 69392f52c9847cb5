import type { Plan } from './plan.ts';

export interface PlanCounts {
  readonly tasks: number;
  readonly hours: number;
  /** What the epics' headings add up to; null: none of them says anything. */
  readonly headings: number | null;
  readonly epics: readonly EpicCounts[];
  /** What the plan says of itself that its rows do not bear out. */
  readonly disagreements: readonly Disagreement[];
}

export interface EpicCounts {
  readonly key: string;
  readonly title: string;
  readonly tasks: number;
  readonly hours: number;
  readonly stated: number | null;
}

export interface Disagreement {
  /** The key of an epic; null: the plan as a whole. */
  readonly epic: string | null;
  readonly what: 'tasks' | 'hours';
  readonly stated: number;
  readonly counted: number;
}

/** Counts the rows, and compares them with what is stated beside them. */
export function planCounts({ stated, epics, tasks }: Plan): PlanCounts {
  const counted = epics.map((epic) => {
    const mine = tasks.filter((task) => task.epic === epic.key);
    return {
      key: epic.key,
      title: epic.title,
      tasks: mine.length,
      hours: total(mine.map((task) => task.hours)),
      stated: epic.statedHours,
    };
  });
  const hours = total(tasks.map((task) => task.hours));
  const saysHours = epics.some((epic) => epic.statedHours !== null);
  return {
    tasks: tasks.length,
    hours,
    headings: saysHours ? total(epics.map((epic) => epic.statedHours)) : null,
    epics: counted,
    disagreements: [
      ...differing(null, 'tasks', stated.tasks, tasks.length),
      ...differing(null, 'hours', stated.hours, hours),
      ...counted.flatMap((epic) => differing(epic.key, 'hours', epic.stated, epic.hours)),
    ],
  };
}

function differing(
  epic: string | null,
  what: Disagreement['what'],
  stated: number | null,
  counted: number,
): readonly Disagreement[] {
  return stated === null || stated === counted ? [] : [{ epic, what, stated, counted }];
}

/** In hundredths, as hours are written: sums of fractions would be off by a hair. */
function total(hours: readonly (number | null)[]): number {
  return hours.reduce<number>((sum, one) => sum + Math.round((one ?? 0) * 100), 0) / 100;
}
