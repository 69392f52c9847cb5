/** One attempt of GitHub's to deliver a webhook. Attempts of one delivery share its GUID. */
export interface DeliveryAttempt {
  /** Decimal digits: GitHub's ids here are larger than a number can hold exactly. */
  readonly id: string;
  readonly guid: string;
  readonly event: string;
  /** What became of it, in GitHub's words, such as `OK` or `failed to connect to host`. */
  readonly status: string;
  readonly at: Date;
}

/** How far GitHub's delivery log was compared with what we hold. */
export interface ScanProgress {
  /** Every delivery from here to `sweptUntil` was looked at; null: the log was never read to its end. */
  readonly coveredFrom: Date | null;
  readonly sweptUntil: Date | null;
  /** A scan that is not through yet, with the page at which it goes on. */
  readonly scan: (Scan & { readonly cursor: string }) | null;
}

/** A way through the log, which is newest first: from the moment `from` back to `floor`. */
export interface Scan {
  readonly from: Date;
  readonly floor: Date;
  /** The page to read next; null: the first. */
  readonly cursor: string | null;
}

/** GitHub keeps its log, and delivers again, for three days. */
export const LOG_WINDOW_MS = 3 * 24 * 60 * 60_000;
/** An attempt shows in the log only once it has ended, so what is older may still appear. */
const OVERLAP_MS = 10 * 60_000;

/** The scan to go on with: the one under way, or a new one back to where the last one began. */
export function beginScan({ sweptUntil, scan }: ScanProgress, now: Date): Scan {
  if (scan) return scan;
  const window = now.getTime() - LOG_WINDOW_MS;
  const floor = new Date(Math.max(window, sweptUntil ? sweptUntil.getTime() - OVERLAP_MS : window));
  return { from: now, floor, cursor: null };
}

/** What a page of the log says about the part that the scan is for, and where to go on after it. */
export function readPage(
  { coveredFrom, sweptUntil }: ScanProgress,
  { from, floor }: Scan,
  page: { readonly attempts: readonly DeliveryAttempt[]; readonly next: string | null },
): { readonly attempts: readonly DeliveryAttempt[]; readonly after: ScanProgress } {
  const attempts = page.attempts.filter(({ at }) => at >= floor);
  const { next } = page;
  if (next !== null && attempts.length === page.attempts.length) {
    return { attempts, after: { coveredFrom, sweptUntil, scan: { from, floor, cursor: next } } };
  }
  // Away for longer than GitHub remembers: what lies between is known to nobody.
  const joins = coveredFrom !== null && sweptUntil !== null && floor <= sweptUntil;
  return { attempts, after: { coveredFrom: joins ? coveredFrom : floor, sweptUntil: from, scan: null } };
}

/**
 * The newest attempt of every delivery that we do not hold, whatever GitHub calls it: a 200 that came from a proxy
 * brought us nothing. One that we hold is not missed, even if GitHub never heard our answer.
 */
export function missedOf(
  attempts: readonly DeliveryAttempt[],
  held: ReadonlySet<string>,
): readonly DeliveryAttempt[] {
  const newest = new Map<string, DeliveryAttempt>();
  for (const attempt of attempts) {
    const known = newest.get(attempt.guid);
    if (!held.has(attempt.guid) && (!known || known.at < attempt.at)) newest.set(attempt.guid, attempt);
  }
  return [...newest.values()];
}

/** How long to wait for a delivery that was asked for `asked` times before asking again: 2 min, doubled, at most 6 h. */
export function askAgainAfter(asked: number): number {
  return Math.min(2 * 60_000 * 2 ** (asked - 1), 6 * 60 * 60_000);
}
