import type { Random } from './seeded-random.ts';

/** Past this a forecast says nothing. */
export const HORIZON_DAYS = 1_000;

/** One future: each of its days finishes as many hours as some day of the past did, drawn at random. */
export interface SampledDays {
  /** In how many days `hours` will be finished; infinite past the horizon. */
  when(hours: number): number;
  /** How many hours will be finished by then. */
  by(days: number): number;
}

/** Days are drawn as they are needed, always in the same order, so that less work never meets other days. */
export function sampledDays(past: readonly number[], random: Random): SampledDays {
  const total = [0];
  const upTo = (day: number) => {
    while (total.length <= day) {
      const drawn = past[Math.floor(random() * past.length)] ?? 0;
      total.push((total.at(-1) ?? 0) + drawn);
    }
    return total[day] ?? 0;
  };
  return {
    when(hours) {
      if (hours <= 0) return 0;
      while ((total.at(-1) ?? 0) < hours) {
        if (total.length > HORIZON_DAYS) return Infinity;
        upTo(total.length);
      }
      const day = firstReaching(total, hours);
      const before = total[day - 1] ?? 0;
      return day - 1 + (hours - before) / ((total[day] ?? 0) - before);
    },
    by(days) {
      if (days >= HORIZON_DAYS) return Infinity;
      const whole = Math.floor(days);
      const before = upTo(whole);
      return before + (days - whole) * (upTo(whole + 1) - before);
    },
  };
}

/** The first index at which a growing list reaches `wanted`. */
function firstReaching(growing: readonly number[], wanted: number): number {
  let low = 0;
  let high = growing.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((growing[middle] ?? 0) >= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
