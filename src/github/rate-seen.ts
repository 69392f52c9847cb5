import type { RateSeen } from '../ports.ts';

type Headers = Readonly<Record<string, string | number | undefined>>;

/** What an answer says of the hourly budget; null: nothing, as Enterprise Server without limits does. */
export function rateSeen(headers: Headers, now: Date): RateSeen | null {
  const limit = numberOf(headers['x-ratelimit-limit']);
  const remaining = numberOf(headers['x-ratelimit-remaining']);
  const reset = numberOf(headers['x-ratelimit-reset']);
  if (!limit || remaining === null || reset === null) return null;
  // GitHub's own clock, where it tells: ours may differ.
  const told = Date.parse(String(headers['date']));
  const resetMs = reset * 1000 - (Number.isNaN(told) ? now.getTime() : told);
  return resetMs > 0 ? { limit, used: limit - remaining, resetMs } : null;
}

function numberOf(value: string | number | undefined): number | null {
  if (value === undefined || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
