import type { EntryId } from '../core/model/ids.ts';
import { checkSummary } from '../core/words/check-summary.ts';
import type { Deps } from '../ports.ts';

/**
 * Why an entry is where it is and what happens next, in the words of its pull request's check. Null: there is no such
 * entry, or it has no pull request.
 */
export async function explainEntry(
  { store }: Pick<Deps, 'store'>,
  id: EntryId,
): Promise<{ readonly title: string; readonly words: string } | null> {
  const entry = await store.read.entry(id);
  const pull = entry?.pullId ?? null;
  if (pull === null) return null;
  const { title, summary: words } = checkSummary(await store.transaction((tx) => tx.pulls.view(pull)));
  return { title, words };
}
