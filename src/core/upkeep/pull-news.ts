import type { EntryState } from '../model/lane.ts';
import type { Pull, PullSnapshot } from '../model/pull.ts';

/**
 * Whether a pull request has to be looked at because of what a list shows of it. A later time alone says that something
 * was said or reviewed: in a lane the lane reads that by itself.
 */
export function isPullNews(
  stored: Pull | null,
  shown: PullSnapshot,
  entry: { readonly state: EntryState } | null,
): boolean {
  if (!stored) return shown.state === 'open';
  if (shown.updatedAt < stored.updatedAt) return false;
  const fields = ['state', 'draft', 'head', 'baseRef', 'title', 'body'] as const;
  if (fields.some((field) => stored[field] !== shown[field])) return true;
  const laneLooks = entry !== null && entry.state !== 'waiting';
  return shown.updatedAt > stored.updatedAt && shown.state === 'open' && !laneLooks;
}
