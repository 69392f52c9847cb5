import type { Hidden, HiddenKind } from '../model/readable.ts';
import { listed } from './listed.ts';

const NAMES: Readonly<Record<HiddenKind, readonly [one: string, many: string]>> = {
  comment: ['hidden comment', 'hidden comments'],
  tag: ['HTML tag that GitHub drops', 'HTML tags that GitHub drops'],
  attribute: ['set of HTML attributes', 'sets of HTML attributes'],
  definition: ['link definition', 'link definitions'],
  footnote: ['footnote without a reference', 'footnotes without a reference'],
  image: ['description of an image', 'descriptions of images'],
  'link-title': ['title of a link', 'titles of links'],
  'code-info': ['note behind a code fence', 'notes behind code fences'],
  cell: ['row with too many cells', 'rows with too many cells'],
  invisible: ['invisible character', 'invisible characters'],
  'too-much': ['part that is too long or too deeply nested', 'parts that are too long or too deeply nested'],
};

/** What was left out of a text because its readers on GitHub do not see it. Empty: nothing. */
export function hiddenWords(hidden: readonly Hidden[]): string {
  if (hidden.length === 0) return '';
  const parts = hidden.map(({ kind, count, lines }) => {
    const [one, many] = NAMES[kind];
    const where = `${lines.length === 1 ? 'line' : 'lines'} ${listed(lines.map(String), 10)}`;
    return `${count} ${count === 1 ? one : many} (${where})`;
  });
  return `Left out, because readers on GitHub do not see it: ${listed(parts, 20)}.`;
}
