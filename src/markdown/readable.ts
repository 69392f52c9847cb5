import { fromMarkdown } from 'mdast-util-from-markdown';
import { invisibleAt } from '../core/brief/invisible.ts';
import { HIDDEN_KINDS, type Hidden, type Readable } from '../core/model/readable.ts';
import type { Cut } from './cut.ts';
import { GRAMMAR } from './grammar.ts';
import { hiddenCuts } from './hidden-cuts.ts';
import { withinLimits } from './within-limits.ts';

const LINES_NAMED = 10;

/**
 * An issue's text as its readers on GitHub saw it: without comments, attributes, descriptions and titles, definitions,
 * surplus cells and invisible characters. Whatever was left out is named. Of what is made to be slow nothing is shown.
 */
export function readable(body: string): Readable {
  const text = withinLimits(body);
  const marked = text.trim() === '' ? [] : hiddenCuts(fromMarkdown(text, GRAMMAR), text);
  const cuts = apart([
    ...marked,
    ...invisibleAt(text).map((place): Cut => ({ ...place, kind: 'invisible', instead: '' })),
  ]);
  const lines = lineCounter(text);
  const found = cuts.map(({ kind, from }) => ({ kind, line: lines(from) }));
  const rest = text === body ? [] : [{ kind: 'too-much' as const, line: lines(text.length) }];
  return { text: without(text, cuts), hidden: summed([...found, ...rest]) };
}

/** In their order. What lies in another one goes with it. */
function apart(cuts: readonly Cut[]): readonly Cut[] {
  let end = 0;
  return cuts
    .toSorted((one, other) => one.from - other.from || other.to - one.to)
    .filter(({ from, to }) => {
      if (from < end) return false;
      end = to;
      return true;
    });
}

function without(text: string, cuts: readonly Cut[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, instead } of cuts) {
    parts.push(text.slice(at, from), instead);
    at = to;
  }
  return [...parts, text.slice(at)].join('');
}

function summed(
  found: readonly { readonly kind: Hidden['kind']; readonly line: number }[],
): readonly Hidden[] {
  return HIDDEN_KINDS.flatMap((kind) => {
    const lines = found.filter((one) => one.kind === kind).map(({ line }) => line);
    return lines.length === 0
      ? []
      : [{ kind, count: lines.length, lines: [...new Set(lines)].slice(0, LINES_NAMED) }];
  });
}

/** Asked with growing offsets. */
function lineCounter(text: string): (offset: number) => number {
  const ends = [...text.matchAll(/\r\n|\n|\r/g)].map(({ index }) => index);
  let line = 0;
  return (offset) => {
    while ((ends[line] ?? Infinity) < offset) line += 1;
    return line + 1;
  };
}
