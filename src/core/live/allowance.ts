/** How much somebody may still say: a bucket that fills again by the second. */
export interface Allowance {
  readonly left: number;
  /** Milliseconds on the caller's clock. */
  readonly at: number;
}

export interface Pace {
  /** How many may come at once. */
  readonly burst: number;
  readonly perSecond: number;
}

/** What is left after one more; null: it was one too many. */
export function spend(allowance: Allowance, now: number, { burst, perSecond }: Pace): Allowance | null {
  const seconds = Math.max(0, now - allowance.at) / 1_000;
  const left = Math.min(burst, allowance.left + seconds * perSecond) - 1;
  return left < 0 ? null : { left, at: now };
}
