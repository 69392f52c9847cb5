import { askAgainAfter, beginScan, missedOf, readPage } from '../../core/upkeep/delivery-scan.ts';
import { GitHubRefused, type AppDeliveries } from '../../ports.ts';
import type { Chore, ChoreDeps, KeepChore } from './chore.ts';

/** One run's requests. A run each minute stays below three quarters of the 5,000 an hour that an App has of its own. */
const REQUESTS_AT_MOST = 60;
/** Of these, kept for asking while a long log is still being read. */
const FOR_ASKING = 40;
const SOON_MS = 60_000;
const LATER_MS = 3 * 60_000;

/**
 * GitHub sends each webhook once and never again by itself. This compares its log with what we hold, and asks for what
 * is missing, until it comes. Each page is written down before the next one is read, so a run that dies costs a page.
 */
export const sweepDeliveries: Chore = {
  name: 'deliveries',
  leaseMs: 60_000,
  atStart: true,
  async run(deps, keep) {
    const left = await compare(deps, keep, REQUESTS_AT_MOST - FOR_ASKING);
    const asked = await ask(deps, keep, FOR_ASKING + left.requests);
    return left.pages || asked === FOR_ASKING + left.requests ? SOON_MS : LATER_MS;
  },
};

/** Returns what was left: requests that were not needed, and whether there are pages to read. */
async function compare(
  deps: ChoreDeps,
  keep: KeepChore,
  requests: number,
): Promise<{ requests: number; pages: boolean }> {
  let progress = await deps.upkeep.deliveryLog.progress();
  for (let used = 1; used <= requests; used += 1) {
    await keep();
    const scan = beginScan(progress, deps.clock.now());
    const page = await readOrNull(deps, scan.cursor);
    if (page === null) {
      progress = { ...progress, scan: null };
      await deps.upkeep.deliveryLog.advance([], progress);
      continue;
    }
    const { attempts, after } = readPage(progress, scan, page);
    // After the page: what GitHub calls delivered was committed here before it could say so.
    const held = await deps.upkeep.deliveryLog.held(attempts.map(({ guid }) => guid));
    const missed = missedOf(attempts, held);
    if (missed.length > 0) deps.log.warn({ missed: missed.length }, 'GitHub sent what did not arrive');
    await deps.upkeep.deliveryLog.advance(missed, after);
    if (after.scan === null) return { requests: requests - used, pages: false };
    progress = after;
  }
  return { requests: 0, pages: true };
}

/** Null: GitHub no longer knows the place where the scan was left, so it begins again at the top. */
async function readOrNull(
  { appDeliveries }: ChoreDeps,
  cursor: string | null,
): Promise<Awaited<ReturnType<AppDeliveries['page']>> | null> {
  try {
    return await appDeliveries.page(cursor);
  } catch (error) {
    if (cursor !== null && error instanceof GitHubRefused && error.status !== 401) return null;
    throw error;
  }
}

/** Asks for what is missing, the oldest first. Returns for how many. */
async function ask(deps: ChoreDeps, keep: KeepChore, requests: number): Promise<number> {
  const missing = await deps.upkeep.deliveryLog.missing(requests);
  for (const { guid, attemptId, asked } of missing) {
    await keep();
    const error = await refusalOf(() => deps.appDeliveries.redeliver(attemptId));
    await deps.upkeep.deliveryLog.asked(guid, askAgainAfter(asked + 1), error);
  }
  return missing.length;
}

async function refusalOf(request: () => Promise<void>): Promise<string | null> {
  try {
    await request();
    return null;
  } catch (error) {
    // Any other trouble ends the run: it would meet the next one too.
    if (error instanceof GitHubRefused) return error.message;
    throw error;
  }
}
