import { plainText } from './plain-text.ts';

const ZERO_WIDTH = '\u200B';

/**
 * Somebody else's words for use in a sentence of ours: shown as typed, on one line, and without effect. No mention is
 * sent, no issue is linked or closed, no HTML, link, code or table cell begins, and no command stands at a line's start.
 */
export function escapeText(text: string, max = 500): string {
  return plainText(text, max)
    .replace(/[\\`*_~[\]()<>|!{}]/g, (char) => `\\${char}`)
    .replaceAll('&', '&amp;')
    .replaceAll('@', `@${ZERO_WIDTH}`)
    .replaceAll('#', `#${ZERO_WIDTH}`)
    .replace(/GH-(?=\d)/gi, (match) => `${match}${ZERO_WIDTH}`)
    .replace(/:\/\//g, `:${ZERO_WIDTH}//`)
    .replace(/www\./gi, (match) => `${match.slice(0, 3)}${ZERO_WIDTH}.`)
    .replace(/^(?=[/\-+=]|\d+[.)])/, ZERO_WIDTH);
}
