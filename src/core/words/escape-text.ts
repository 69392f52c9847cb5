const ZERO_WIDTH = '\u200B';

/**
 * Somebody else's words for use in a sentence of ours: shown as typed, on one line, and without effect. No mention is
 * sent, no issue is linked or closed, no HTML, link, code or table cell begins, and no command stands at a line's start.
 */
export function escapeText(text: string, max = 500): string {
  const line = text.replace(/[\s\u2028\u2029]+/g, ' ').trim();
  const short =
    line.length > max
      ? `${Array.from(line.slice(0, max - 1))
          .slice(0, -1)
          .join('')}…`
      : line;
  return withoutControls(short)
    .replace(/[\\`*_~[\]()<>|!{}]/g, (char) => `\\${char}`)
    .replaceAll('&', '&amp;')
    .replaceAll('@', `@${ZERO_WIDTH}`)
    .replaceAll('#', `#${ZERO_WIDTH}`)
    .replace(/GH-(?=\d)/gi, (match) => `${match}${ZERO_WIDTH}`)
    .replace(/:\/\//g, `:${ZERO_WIDTH}//`)
    .replace(/www\./gi, (match) => `${match.slice(0, 3)}${ZERO_WIDTH}.`)
    .replace(/^(?=[/\-+=]|\d+[.)])/, ZERO_WIDTH);
}

/** Without control characters and marks that turn the direction of writing. */
function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '');
}
