const LEVELS: Readonly<Record<string, number>> = { critical: 100, high: 75, medium: 50, low: 25 };

/** What somebody said about priority as a number from 0 to 100, higher first; null for anything else. */
export function parsePriority(text: string): number | null {
  const word = text.trim().toLowerCase();
  const level = Object.hasOwn(LEVELS, word) ? LEVELS[word] : undefined;
  if (level !== undefined) return level;
  return /^\d{1,3}$/.test(word) && Number(word) <= 100 ? Number(word) : null;
}

/** The word for a priority; null: there is none for that number. */
export function levelOf(priority: number): string | null {
  return Object.keys(LEVELS).find((word) => LEVELS[word] === priority) ?? null;
}
