import type { Cut } from './cut.ts';
import { isShownElement } from './open-elements.ts';

/** A comment, an instruction, a declaration; an element that is not shown, with its content; or any other tag. */
const PIECE = /<!--|<\?|<!|<(script|style|rp)\b|<\/?([a-z][a-z0-9-]*)/gi;

/**
 * What is not shown of the HTML between two offsets of a text: comments whole, tags but for the names of elements that
 * GitHub shows. What stands between tags is shown. A piece that does not end in there takes what follows along: a
 * comment that a block of HTML leaves open swallows the paragraphs after it.
 */
export function htmlCuts(text: string, from: number, to: number): readonly Cut[] {
  const cuts: Cut[] = [];
  const piece = new RegExp(PIECE);
  piece.lastIndex = from;
  for (let found = piece.exec(text); found && found.index < to; found = piece.exec(text)) {
    const [begun, raw, element] = found;
    const end = Math.max(endOf(text, found.index, begun, raw), found.index + begun.length);
    const place = { from: found.index, to: end };
    if (element === undefined)
      cuts.push({ ...place, kind: raw === undefined ? 'comment' : 'tag', instead: '' });
    else if (!isShownElement(element)) cuts.push({ ...place, kind: 'tag', instead: '' });
    else if (text.slice(found.index, end) !== `${begun}>`)
      cuts.push({ ...place, kind: 'attribute', instead: `${begun}>` });
    piece.lastIndex = end;
  }
  return cuts;
}

function endOf(text: string, from: number, begun: string, raw: string | undefined): number {
  if (begun === '<!--') return after(text, /-->/g, from + 4);
  if (begun === '<?') return after(text, /\?>/g, from + 2);
  if (begun === '<!') return after(text, text.startsWith('<![CDATA[', from) ? /\]\]>/g : />/g, from);
  if (raw !== undefined) return after(text, new RegExp(`</${raw}\\s*>`, 'gi'), from);
  return after(text, /(?:[^>"']|"[^"]*"|'[^']*')*>/y, from + begun.length);
}

function after(text: string, end: RegExp, from: number): number {
  end.lastIndex = from;
  return end.test(text) ? end.lastIndex : text.length;
}
