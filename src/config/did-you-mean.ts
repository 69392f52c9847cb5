/**
 * The known word that a mistyped one is closest to, at most two edits (one for words of up to three letters) away;
 * null: none is.
 */
export function didYouMean(word: string, known: readonly string[]): string | null {
  const limit = word.length < 4 ? 1 : 2;
  const best = known
    .map((candidate) => ({
      candidate,
      distance: edits(word.toLowerCase().slice(0, 40), candidate.toLowerCase()),
    }))
    .sort((a, b) => a.distance - b.distance)[0];
  return best && best.distance <= limit ? best.candidate : null;
}

/** Levenshtein distance, row by row. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
