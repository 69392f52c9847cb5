/**
 * Somebody else's words on one line of at most `max` characters, without control characters, which could draw over
 * what a terminal shows, and without marks that turn the direction of writing.
 */
export function plainText(text: string, max = 500): string {
  const line = text.replace(/[\s\u2028\u2029]+/g, ' ').trim();
  const short =
    line.length > max
      ? `${Array.from(line.slice(0, max - 1))
          .slice(0, -1)
          .join('')}…`
      : line;
  return short.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '');
}
