/** A task that was finished, with the hours that it was estimated at in that moment. */
export interface Finished {
  readonly at: Date;
  readonly hours: number;
}

/** How fast a project goes. */
export interface Velocity {
  /** Estimated hours finished per day. */
  readonly hoursPerDay: number;
  /** Against one person, who finishes 8 estimated hours a day. */
  readonly multiplier: number;
  /** Over how many days: the window, or fewer where the project is younger. */
  readonly days: number;
}

export const WINDOW_DAYS = 14;
const PERSON_HOURS_PER_DAY = 8;
const DAY_MS = 86_400_000;

/**
 * Estimated hours finished on each of the last days, the newest first; days end at this time of day. Nothing else goes
 * in, so tasks that are added, split or estimated anew make nobody faster.
 */
export function dailyHours(finished: readonly Finished[], since: Date, now: Date): readonly number[] {
  const age = Math.ceil((now.getTime() - since.getTime()) / DAY_MS);
  const days = Array.from({ length: Math.min(WINDOW_DAYS, Math.max(1, age)) }, () => 0);
  for (const { at, hours } of finished) {
    const day = Math.max(0, Math.floor((now.getTime() - at.getTime()) / DAY_MS));
    if (day < days.length) days[day] = (days[day] ?? 0) + hours;
  }
  return days;
}

export function velocityOf(days: readonly number[]): Velocity {
  const hours = days.reduce((total, day) => total + day, 0);
  const hoursPerDay = days.length === 0 ? 0 : hours / days.length;
  return { hoursPerDay, multiplier: hoursPerDay / PERSON_HOURS_PER_DAY, days: days.length };
}
